package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.BrowserCookie;
import com.ransomleak.provisioning.account.SessionCookie;
import com.ransomleak.provisioning.account.SignIn;
import com.ransomleak.provisioning.account.TooBusy;
import com.ransomleak.provisioning.activity.Actor;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** {@code sign-in.xhtml}, and the button that leaves. */
@Named
@RequestScoped
public class SignInPage {
  @Inject private CurrentUser visitor;
  @Inject private SignIn signIn;
  @Inject private HttpServletRequest request;
  private String userName = "";
  private String password = "";

  /** Opens a session and leads to the page that was asked for. */
  public String enter() {
    Actor actor = visitor.actor();
    SignIn.Result result;
    try {
      result =
          signIn.attempt(
              visitor.getTenant().id(),
              userName,
              password,
              actor.source(),
              actor.client(),
              BrowserCookie.read(request, visitor.getAddress()));
    } catch (TooBusy e) {
      Messages.error("signIn.busy");
      return null;
    }
    if (result instanceof SignIn.Result.Open open) {
      // A session that was there before is not the one that is used from now on.
      visitor.endSession();
      visitor.keep(open.session());
      return Pages.redirect(getTo());
    }
    if (result instanceof SignIn.Result.Wait wait) {
      Messages.error("signIn.wait", wait.seconds());
    } else {
      Messages.error("signIn.refused");
    }
    return null;
  }

  /** Ends the session, everywhere. */
  public String leave() {
    visitor.endSession();
    SessionCookie.delete(Pages.response(), visitor.getAddress());
    return Pages.redirect(ConsolePath.SIGN_IN + "?left=true");
  }

  /** Where to go afterwards: a page of ours, whatever the address said. */
  public String getTo() {
    return ConsolePath.safe(request.getParameter("to"));
  }

  public String getUserName() {
    return userName;
  }

  public void setUserName(String userName) {
    this.userName = userName;
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }
}
