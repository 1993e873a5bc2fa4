/**
 * The activity log: every SCIM write, rejection and warning, and the actions of timers and of the
 * console. It contains ids and names of attributes, values only if the tenant records them, and
 * never a secret. What is recorded has keys; the texts are in the message bundle of the console.
 *
 * <p>May import: {@code settings}, {@code scim}, {@code store} and {@code tenant}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.activity.Activity}.
 */
package com.ransomleak.provisioning.activity;
