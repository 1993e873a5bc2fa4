/**
 * What attributes exist and what their values may be: the definitions of RFC 7643 as JSON data
 * files ({@code /scim/schemas}), reading a body into the canonical document that is stored,
 * choosing the attributes of an answer, and the folded copy of a document that SQL compares.
 *
 * <p>May import: {@code scim}, {@code scim.json}, {@code java..}, {@code jakarta.json..}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.schema.ResourceType}, then {@link
 * com.ransomleak.provisioning.scim.schema.DocumentReader}.
 */
package com.ransomleak.provisioning.scim.schema;
