/**
 * Users: their requests, use cases, SQL and entity. Roles and the organisation follow changes of
 * users through {@link com.ransomleak.provisioning.user.UserChangeListener}.
 *
 * <p>May import: {@code resource}, {@code mapping}, {@code activity}, {@code http}, {@code store},
 * {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.user.Users}.
 */
package com.ransomleak.provisioning.user;
