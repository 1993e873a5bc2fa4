/**
 * What operators watch: the meters of this node, which {@code /metrics} shows, and the lines of
 * events in the log.
 *
 * <p>May import: {@code settings} and {@code scim}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.monitoring.MeterRegistryProducer}.
 */
package com.ransomleak.provisioning.monitoring;
