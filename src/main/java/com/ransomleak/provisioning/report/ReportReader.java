package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import java.security.Principal;

/**
 * The principal of a request below {@code /api}: a user who is signed in to the console, or a
 * client with a token.
 *
 * @param purpose what the reader may read: reports or the activity
 */
public record ReportReader(TenantId tenant, Purpose purpose) implements Principal {

  /** What a path below {@code /api} reads. */
  public static Purpose purposeOf(String path) {
    return path.equals("v1/activity") || path.startsWith("v1/activity/")
        ? Purpose.ACTIVITY
        : Purpose.REPORTS;
  }

  /** The tenant's id, because readers are not recorded. */
  @Override
  public String getName() {
    return tenant.toString();
  }
}
