/**
 * The record that administrators read: every write of SCIM, every rejection and warning, and the
 * actions of timers and of the console. It has names of attributes and ids, values only if the
 * tenant's settings say so, and never a secret.
 *
 * <p>May import: {@code settings}, {@code scim}, {@code store} and {@code tenant}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.activity.Activity}.
 */
package com.ransomleak.provisioning.activity;
