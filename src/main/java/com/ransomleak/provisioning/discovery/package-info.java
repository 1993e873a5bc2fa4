/**
 * The discovery endpoints (RFC 7643 sections 5 to 7, RFC 7644 section 4): configuration, resource
 * types and schemas. They are the same for all tenants, except for the extension schemas of a
 * tenant.
 *
 * <p>May import: {@code http}, {@code store}, {@code tenant}, {@code activity} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.discovery.DiscoveryResource}.
 */
package com.ransomleak.provisioning.discovery;
