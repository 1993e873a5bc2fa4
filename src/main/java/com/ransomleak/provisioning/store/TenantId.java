package com.ransomleak.provisioning.store;

import java.util.UUID;

/**
 * The id of a tenant, the first argument of every call that uses the database. A new subdomain
 * keeps it.
 */
public record TenantId(UUID value) {

  /** The UUID as text. */
  @Override
  public String toString() {
    return value.toString();
  }
}
