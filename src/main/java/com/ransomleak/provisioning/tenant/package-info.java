/**
 * The tenants: the configured list, their rows, the nodes that serve them, and their API tokens.
 *
 * <p>May import: {@code settings}, {@code store}, {@code scim} and {@code monitoring}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.tenant.Tenants}.
 */
package com.ransomleak.provisioning.tenant;
