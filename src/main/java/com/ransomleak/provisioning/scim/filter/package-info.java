/**
 * The filter language of RFC 7644 section 3.4.2.2: parsing a text to a tree of valid names and
 * values, and evaluating the tree on a resource in memory. {@code mapping} compiles it to SQL; both
 * must agree.
 *
 * <p>May import: {@code scim}, {@code scim.json}, {@code scim.schema}, {@code java..}, {@code
 * jakarta.json..}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.filter.Filter}.
 */
package com.ransomleak.provisioning.scim.filter;
