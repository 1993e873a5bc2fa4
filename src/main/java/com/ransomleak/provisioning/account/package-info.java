/**
 * Sign-in to the console: passwords, the links that set them, sessions, the throttling of attempts,
 * the first administrator. It contains no pages.
 *
 * <p>May import: {@code settings}, {@code role}, {@code user}, {@code resource}, {@code mapping},
 * {@code activity}, {@code http}, {@code store}, {@code tenant}, {@code monitoring} and {@code
 * scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.account.SignIn}.
 */
package com.ransomleak.provisioning.account;
