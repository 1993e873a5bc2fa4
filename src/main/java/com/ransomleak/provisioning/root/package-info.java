/**
 * The endpoints of users and groups, and queries over both at the base address (RFC 7644 section
 * 3.4.2.1).
 *
 * <p>May import: {@code user}, {@code role}, {@code resource}, {@code mapping}, {@code activity},
 * {@code http}, {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.root.ResourceEndpoint}.
 */
package com.ransomleak.provisioning.root;
