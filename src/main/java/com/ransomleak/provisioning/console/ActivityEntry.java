package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code activity-entry.xhtml}: one thing that happened, with everything known of it. */
@Named
@RequestScoped
public class ActivityEntry {
  @Inject private Visitor visitor;
  @Inject private ActivityQueries activity;
  @Inject private HttpServletRequest request;
  private Described described;

  /** Before the page is built: another tenant's entry is as unknown as one that never was. */
  public void find() throws IOException {
    long id = ActivityPage.number(request.getParameter("id"), -1);
    described = activity.entry(visitor.tenantId(), id).map(Described::new).orElse(null);
    if (described == null) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces
          .getExternalContext()
          .responseSendError(HttpServletResponse.SC_NOT_FOUND, Messages.text("error.404.title"));
      faces.responseComplete();
    }
  }

  public Described getDescribed() {
    return described;
  }
}
