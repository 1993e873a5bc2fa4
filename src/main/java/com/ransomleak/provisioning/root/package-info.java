/**
 * The base address itself: queries over all resource types (RFC 7644 section 3.4.2.1).
 *
 * <p>May import: {@code user}, {@code role}, {@code mapping}, {@code activity}, {@code http},
 * {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.root.RootResource}.
 */
package com.ransomleak.provisioning.root;
