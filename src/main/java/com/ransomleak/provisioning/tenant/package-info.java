/**
 * Who the customers are and how a request proves to be theirs: tenants from MicroProfile Config,
 * their rows, their API tokens.
 *
 * <p>May import: {@code settings}, {@code store} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.tenant.Tenants}.
 */
package com.ransomleak.provisioning.tenant;
