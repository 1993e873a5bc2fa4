/**
 * What a client can ask about the service itself (RFC 7643 sections 5 to 7, RFC 7644 section 4):
 * configuration, resource types, schemas. True to what is built; the same for every tenant but for
 * the extension schemas that one configured.
 *
 * <p>May import: {@code http}, {@code store}, {@code tenant}, {@code activity} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.discovery.DiscoveryResource}.
 */
package com.ransomleak.provisioning.discovery;
