package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.report.WaitingPeople;
import com.ransomleak.provisioning.report.WaitingPeople.Waiting;
import com.ransomleak.provisioning.role.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** {@code waiting.xhtml}: who waits for one manager, or for any. */
@Named
@RequestScoped
public class WaitingPage {
  @Inject private CurrentUser visitor;
  @Inject private WaitingPeople waiting;
  @Inject private HttpServletRequest request;
  private String reference;
  private ReportList<Waiting> list;

  @PostConstruct
  void load() {
    String asked = request.getParameter("reference");
    reference = asked == null ? "" : asked.replace("\0", "");
    list =
        ReportList.of(
            request,
            page -> waiting.page(visitor.tenantFor(Permission.VIEW_REPORTS), reference, page));
  }

  /** As it was sent; empty for all who wait. */
  public String getReference() {
    return reference;
  }

  public ReportList<Waiting> getList() {
    return list;
  }

  /** The part of an address that names the reference. */
  public String getQuery() {
    return "reference=" + ReportList.encoded(reference);
  }
}
