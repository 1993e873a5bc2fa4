/**
 * The messages of RFC 7644 that are not resources: searches, lists, errors, bulk requests and bulk
 * responses.
 *
 * <p>May import: {@code scim}, {@code scim.json}, {@code java..}, {@code jakarta.json..}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.message.ListResponse}.
 */
package com.ransomleak.provisioning.scim.message;
