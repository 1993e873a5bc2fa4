package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.LinkNotices;
import com.ransomleak.provisioning.account.LinkNotices.MadeLink;
import com.ransomleak.provisioning.account.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** {@code sections/link-notice.xhtml}: which password links were made for the visitor. */
@Named
@RequestScoped
public class LinkNotice {
  @Inject private CurrentUser visitor;
  @Inject private LinkNotices notices;
  @Inject private HttpServletRequest request;
  private List<MadeLink> links;

  /** The links of the last 30 days, newest first. */
  public List<MadeLink> getLinks() {
    if (links == null) {
      links = notices.list(visitor.tenantId(), visitor.signedIn().orElseThrow());
    }
    return List.copyOf(links);
  }

  /** The newest of them, or null. */
  public MadeLink getNewest() {
    return getLinks().isEmpty() ? null : links.get(0);
  }

  /** The button; leads to the list of all links. */
  public String acknowledge() {
    SignedIn user = visitor.signedIn().orElseThrow();
    notices.acknowledge(user.tenant().id(), user);
    return Pages.redirect("/admin/account/sessions");
  }

  /** Also while the form is read that was shown before the links were acknowledged elsewhere. */
  public boolean isShown() {
    return visitor.isTold() || request.getParameter("acknowledge") != null;
  }
}
