package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** {@code report-access.xhtml}: how programs read the reports. */
@Named
@RequestScoped
public class ReportAccess extends TokenPage {
  @Inject private CurrentUser visitor;
  @Inject private HttpServletRequest request;

  @Override
  protected Purpose purpose() {
    return Purpose.REPORTS;
  }

  @Override
  public String getPrefix() {
    return "rlreport_";
  }

  /** {@code https://acme.example.com/api/v1}. */
  public String getBaseUrl() {
    return visitor.getAddress().origin() + request.getContextPath() + "/api/v1";
  }

  /** What to paste into a shell. */
  public String getExample() {
    return "curl -H \"Authorization: Bearer $TOKEN\" \"" + getBaseUrl() + "/roles?format=csv\"";
  }
}
