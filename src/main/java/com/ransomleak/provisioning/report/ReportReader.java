package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.store.TenantId;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * Who reads reports: somebody signed in to the console, or the holder of a report token. The
 * principal of a request below {@code /api}.
 */
public record ReportReader(TenantId tenant) implements Principal {

  /** The reader of the request; there is one behind the filter that lets requests in. */
  static ReportReader of(SecurityContext context) {
    return (ReportReader) context.getUserPrincipal();
  }

  /** The tenant's id: who reads is not recorded. */
  @Override
  public String getName() {
    return tenant.toString();
  }
}
