/**
 * Roles, which SCIM calls groups: their requests, members, permissions, SQL and entities.
 *
 * <p>May import: {@code user}, {@code resource}, {@code mapping}, {@code activity}, {@code http},
 * {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.role.Roles}.
 */
package com.ransomleak.provisioning.role;
