package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;

/**
 * Who reads reports: somebody signed in to the console, or the holder of a report token. The
 * principal of a request below {@code /api}.
 *
 * @param name the userName, or {@code report token …abcd}
 */
public record ReportReader(TenantId tenant, String name) implements Principal {

  /** The reader of the request; there is one behind the filter that lets requests in. */
  static ReportReader of(SecurityContext context) {
    return (ReportReader) context.getUserPrincipal();
  }

  @Override
  public String getName() {
    return name;
  }
}
