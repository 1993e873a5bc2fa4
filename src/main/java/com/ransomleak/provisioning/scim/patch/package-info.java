/**
 * PATCH (RFC 7644 section 3.5.2): the message, its operations, and applying them to a document.
 * What identity providers get wrong in the request is put right by {@code dialect} before; what
 * only the document can tell is decided here.
 *
 * <p>May import: {@code scim}, {@code scim.json}, {@code scim.schema}, {@code scim.filter}, {@code
 * java..}, {@code jakarta.json..}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.patch.PatchRequest}, then {@link
 * com.ransomleak.provisioning.scim.patch.Patcher}.
 */
package com.ransomleak.provisioning.scim.patch;
