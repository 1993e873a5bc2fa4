/**
 * How much is let in: of tokens that are not accepted, by source and by how they begin; of requests
 * with a good one, by tenant. Each node counts for itself, in memory of bounded size.
 *
 * <p>May import: {@code settings}, {@code scim}, {@code store}, {@code tenant}, {@code http}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.throttle.TenantThrottle}.
 */
package com.ransomleak.provisioning.throttle;
