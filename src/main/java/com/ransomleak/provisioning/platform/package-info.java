/**
 * What the server sees: the JAX-RS application, the token filter, error answers, start-up with
 * migrations, housekeeping.
 *
 * <p>May import: everything; is imported by nothing.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.platform.TokenFilter}.
 */
package com.ransomleak.provisioning.platform;
