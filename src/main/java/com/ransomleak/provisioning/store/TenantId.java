package com.ransomleak.provisioning.store;

import java.util.UUID;

/** The key of one tenant, first argument of every store call. It outlives a changed subdomain. */
public record TenantId(UUID value) {

  /** As PostgreSQL and the log write it. */
  @Override
  public String toString() {
    return value.toString();
  }
}
