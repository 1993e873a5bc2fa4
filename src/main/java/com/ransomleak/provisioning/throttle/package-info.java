/**
 * The limits of each tenant on this node: requests, bytes of request bodies, and rejected tokens.
 * Each node counts for itself, in memory of limited size (ADR 13).
 *
 * <p>May import: {@code settings}, {@code scim}, {@code store}, {@code tenant}, {@code http}.
 *
 * <p>Read first: {@link com.ransomleak.provisioning.throttle.TenantThrottle}.
 */
package com.ransomleak.provisioning.throttle;
