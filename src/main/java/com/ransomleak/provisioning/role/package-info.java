/**
 * Roles, which SCIM calls Groups: the endpoint {@code /Groups}, the tenant's roles with their
 * permissions and members.
 *
 * <p>May import: {@code user}, {@code mapping}, {@code dialect}, {@code activity}, {@code http},
 * {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.role.Roles}.
 */
package com.ransomleak.provisioning.role;
