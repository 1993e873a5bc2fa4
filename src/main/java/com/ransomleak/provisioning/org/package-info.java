/**
 * The organisation: teams, which departments create, and reporting lines, which manager references
 * create.
 *
 * <p>May import: {@code settings}, {@code user}, {@code role}, {@code mapping}, {@code activity},
 * {@code http}, {@code store}, {@code tenant}, {@code monitoring} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.org.ManagerLinks}.
 */
package com.ransomleak.provisioning.org;
