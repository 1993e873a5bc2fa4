/**
 * People: the SCIM resource {@code /Users}, the tenant's users, their entity.
 *
 * <p>May import: {@code mapping}, {@code dialect}, {@code activity}, {@code http}, {@code store},
 * {@code tenant} and {@code scim}. It knows neither roles nor the organisation: who follows a
 * user's changes implements {@link com.ransomleak.provisioning.user.UserChangeListener}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.user.Users}.
 */
package com.ransomleak.provisioning.user;
