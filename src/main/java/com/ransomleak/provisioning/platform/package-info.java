/**
 * The edge of the server: servlet filters, JAX-RS applications and filters, error responses, start
 * and stop of the node, and housekeeping.
 *
 * <p>May import: every other package. No package imports this one.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.platform.TokenFilter}.
 */
package com.ransomleak.provisioning.platform;
