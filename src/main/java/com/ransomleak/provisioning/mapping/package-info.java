/**
 * How the attributes of SCIM are found in SQL: one declarative table for each resource type, and
 * what is made of it, conditions and lists. The tables themselves stand beside what they map, as
 * {@code UserMapping} and {@code GroupMapping}.
 *
 * <p>May import: {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.mapping.ResourceMapping}, then {@link
 * com.ransomleak.provisioning.mapping.SqlFilter}.
 */
package com.ransomleak.provisioning.mapping;
