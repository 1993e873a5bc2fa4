package com.ransomleak.provisioning.tenant;

import java.util.Optional;

/**
 * How much of each node a tenant may have.
 *
 * @param concurrentRequests SCIM requests at work at the same time
 * @param concurrentReports reports at work at the same time
 * @param requestsPerSecond on average over ten seconds, of SCIM and of reports; empty for no limit
 * @param requestBytesInFlight bytes of large request bodies at the same time
 * @param failedTokensPerMinute requests with a token that is not accepted, from one source
 */
public record TenantLimits(
    int concurrentRequests,
    int concurrentReports,
    Optional<Integer> requestsPerSecond,
    long requestBytesInFlight,
    int failedTokensPerMinute) {
  /** Together less than the 16 connections that {@code server-config} gives a node. */
  public static final TenantLimits USUAL =
      new TenantLimits(8, 4, Optional.empty(), 4 * 1024 * 1024, 60);
}
