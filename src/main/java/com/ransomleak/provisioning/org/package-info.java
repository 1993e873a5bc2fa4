/**
 * The organisation that grows out of what is provisioned: teams from departments, reporting lines
 * from manager references.
 *
 * <p>May import: {@code settings}, {@code user}, {@code role}, {@code mapping}, {@code activity},
 * {@code http}, {@code store}, {@code tenant} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.org.ManagerLinks}.
 */
package com.ransomleak.provisioning.org;
