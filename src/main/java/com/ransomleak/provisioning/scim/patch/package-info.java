/**
 * PATCH (RFC 7644 section 3.5.2): the message, its operations, and applying them to a document.
 * {@code quirks} repairs deviations of clients that the request alone shows; this package accepts
 * those that depend on the document.
 *
 * <p>May import: {@code scim}, {@code scim.json}, {@code scim.schema}, {@code scim.filter}, {@code
 * java..}, {@code jakarta.json..}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.patch.PatchRequest}, then {@link
 * com.ransomleak.provisioning.scim.patch.Patcher}.
 */
package com.ransomleak.provisioning.scim.patch;
