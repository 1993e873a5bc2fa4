package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.TenantId;
import java.security.Principal;

/**
 * The principal of a request below {@code /api}: a user who is signed in to the console, or a
 * client with a report token.
 */
public record ReportReader(TenantId tenant) implements Principal {

  /** The tenant's id, because readers are not recorded. */
  @Override
  public String getName() {
    return tenant.toString();
  }
}
