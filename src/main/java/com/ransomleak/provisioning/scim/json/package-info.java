/**
 * Reading and writing JSON text. This package has the only JSON-P factories of the project, because
 * {@code Json.create…} searches for its provider on every call.
 *
 * <p>May import: {@code scim}, {@code java..}, {@code jakarta.json..}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.json.ScimJson}.
 */
package com.ransomleak.provisioning.scim.json;
