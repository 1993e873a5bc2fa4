/**
 * How much a node lets in, of tokens that are not accepted and of each tenant's requests. Read
 * {@link com.ransomleak.provisioning.throttle.NoisyNeighbourIT} first.
 */
package com.ransomleak.provisioning.throttle;
