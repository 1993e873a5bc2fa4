/**
 * What happened, for the tenant's admin: every write, refusal and tolerance of SCIM, what the timer
 * did, and what was done in the console. Names of attributes and ids, values only where the
 * tenant's settings ask for them, never a secret.
 *
 * <p>May import: {@code settings}, {@code scim}, {@code store} and {@code tenant}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.activity.Activity}.
 */
package com.ransomleak.provisioning.activity;
