/**
 * The attributes and their values: the definitions of RFC 7643 in JSON files ({@code
 * /scim/schemas}), reading a body into the canonical document that is stored, selecting the
 * attributes of a response, and computing the search keys of a document.
 *
 * <p>May import: {@code scim}, {@code scim.json}, {@code java..}, {@code jakarta.json..}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.schema.ResourceType}, then {@link
 * com.ransomleak.provisioning.scim.schema.DocumentReader}.
 */
package com.ransomleak.provisioning.scim.schema;
