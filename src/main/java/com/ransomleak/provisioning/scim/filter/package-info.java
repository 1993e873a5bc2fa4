/**
 * The filter language of RFC 7644 section 3.4.2.2: from text to a tree in which every name and
 * value is known to be right, and what such a tree means for a resource in memory. What it means in
 * SQL is {@code mapping}; the two must always agree.
 *
 * <p>May import: {@code scim}, {@code scim.json}, {@code scim.schema}, {@code java..}, {@code
 * jakarta.json..}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.scim.filter.Filter}.
 */
package com.ransomleak.provisioning.scim.filter;
