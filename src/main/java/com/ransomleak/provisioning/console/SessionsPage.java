package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleCookie;
import com.ransomleak.provisioning.account.LinkNotices;
import com.ransomleak.provisioning.account.LinkNotices.CreatedLink;
import com.ransomleak.provisioning.account.Sessions;
import com.ransomleak.provisioning.account.Sessions.OpenSession;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/**
 * {@code sessions.xhtml}: the sessions of the user and the password links that others created for
 * the user. {@code link-notice.xhtml} shows the newest link on every page until it is acknowledged.
 */
@Named
@RequestScoped
public class SessionsPage extends ConsolePage {
  @Inject private Sessions sessions;
  @Inject private LinkNotices notices;
  private List<OpenSession> open;
  private List<CreatedLink> links;
  private CreatedLink newLink;

  /** Before the page is rendered. The button beside a session names that session. */
  public void find() {
    String id = request.getParameter("end");
    if (isForm() && id != null) {
      boolean ended =
          ResourceId.of(id)
              .filter(session -> !session.equals(user.getSignedIn().session()))
              .filter(session -> sessions.endElsewhere(user.tenantId(), session, user.actor()))
              .isPresent();
      if (ended) {
        reopen("sessions.ended");
      } else {
        Messages.error("sessions.stale");
      }
    }
  }

  /** Ends all sessions except this one. */
  public void endOthers() {
    sessions.endOthers(user.tenantId(), user.getSignedIn().session(), user.actor());
    reopen("sessions.othersEnded");
  }

  /** Ends all sessions, and forgets that this browser is known. */
  public void endEverywhere() {
    sessions.endEverywhere(user.tenantId(), user.actor());
    ConsoleCookie.SESSION.delete(response(), user.getAddress());
    ConsoleCookie.BROWSER.delete(response(), user.getAddress());
    redirect(ConsolePath.SIGN_IN + "?left=true");
  }

  public List<OpenSession> getOpen() {
    if (open == null) {
      open = sessions.list(user.tenantId(), user.getSignedIn().user());
    }
    return List.copyOf(open);
  }

  /** {@code Chrome on Windows}. */
  public String browser(OpenSession session) {
    return BrowserName.of(session.client());
  }

  /** The password links of the last 30 days, newest first. */
  public List<CreatedLink> getLinks() {
    if (links == null) {
      links = notices.list(user.tenantId(), user.getSignedIn());
    }
    return List.copyOf(links);
  }

  /** The newest link that the user is told of, or null. */
  public CreatedLink getNewLink() {
    if (newLink == null) {
      newLink = notices.newest(user.tenantId(), user.getSignedIn()).orElse(null);
    }
    return newLink;
  }

  /** Acknowledges the links. The notice is on every page, which the browser opens anew. */
  public void acknowledge() {
    notices.acknowledge(user.tenantId(), user.getSignedIn());
    redirect(user.getAddress().referringPage(request).map(ConsolePath::safe).orElse(address()));
  }
}
