/**
 * Maps SCIM attributes to SQL and builds conditions, sort keys and pages from the mappings. The
 * mappings themselves are {@code UserMapping} and {@code GroupMapping}.
 *
 * <p>May import: {@code paging}, {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.mapping.ResourceMapping}, then {@link
 * com.ransomleak.provisioning.mapping.SqlFilter}.
 */
package com.ransomleak.provisioning.mapping;
