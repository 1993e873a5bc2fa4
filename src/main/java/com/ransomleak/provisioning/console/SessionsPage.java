package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.BrowserCookie;
import com.ransomleak.provisioning.account.SessionCookie;
import com.ransomleak.provisioning.account.Sessions;
import com.ransomleak.provisioning.account.Sessions.OpenSession;
import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code sessions.xhtml}: where the visitor is signed in, and buttons that end that. */
@Named
@RequestScoped
public class SessionsPage {
  @Inject private CurrentUser visitor;
  @Inject private Sessions sessions;
  @Inject private HttpServletRequest request;
  private List<OpenSession> open;

  /**
   * Before the page is built: the button beside a session names it. An unknown one, and that of
   * another person, has ended as far as the visitor can know.
   */
  public void find() {
    String chosen = request.getParameter("end");
    if (Pages.isForm() && chosen != null) {
      end(ResourceId.of(chosen));
    }
  }

  private void end(Optional<UUID> session) {
    SignedIn user = visitor.signedIn().orElseThrow();
    boolean done =
        session
            .filter(id -> !id.equals(user.session()))
            .filter(id -> sessions.endElsewhere(user.tenant().id(), id, visitor.actor()))
            .isPresent();
    if (done) {
      Messages.info("sessions.ended");
    } else {
      Messages.error("sessions.stale");
    }
  }

  /** Ends all sessions, and makes this browser unknown like all others. */
  public String endEverywhere() {
    sessions.endEverywhere(visitor.tenantId(), visitor.actor());
    SessionCookie.delete(Pages.response(), visitor.getAddress());
    BrowserCookie.delete(Pages.response(), visitor.getAddress());
    return Pages.redirect(ConsolePath.SIGN_IN + "?left=true");
  }

  public List<OpenSession> getOpen() {
    if (open == null) {
      SignedIn user = visitor.signedIn().orElseThrow();
      open = sessions.list(user.tenant().id(), user.user());
    }
    return List.copyOf(open);
  }

  /** Whether this is the session of the page. */
  public boolean isThis(OpenSession session) {
    return session.id().equals(visitor.signedIn().orElseThrow().session());
  }

  /** {@code Chrome on Windows}. */
  public String browser(OpenSession session) {
    return BrowserName.of(session.client());
  }
}
