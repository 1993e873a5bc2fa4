package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleCookie;
import com.ransomleak.provisioning.account.LinkState;
import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.account.PasswordLinks.OpenedLink;
import com.ransomleak.provisioning.account.SignIn;
import com.ransomleak.provisioning.account.SignInResult;
import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.account.TooBusyException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Signing in and out, and setting a password: {@code sign-in.xhtml}, {@code set-password.xhtml},
 * {@code password.xhtml} and the button that signs out.
 */
@Named
@RequestScoped
public class SignInPage extends ConsolePage {
  @Inject private SignIn signIn;
  @Inject private PasswordLinks links;

  private OpenedLink link;

  public void signIn(String userName, String password) {
    Optional<String> browser = ConsoleCookie.BROWSER.read(request, user.getAddress());
    open(
        () -> signIn.attempt(user.getTenant().id(), userName, password, user.actor(), browser),
        getTo());
  }

  /**
   * Sets the password of the owner of a link.
   *
   * @param link the secret part of the link
   */
  public void setPassword(String link, String password, String repeated) {
    set(
        password,
        repeated,
        () -> links.use(user.getTenant().id(), link, password, user.actor()),
        "/");
  }

  /** Changes the password of the signed-in user and ends all other sessions of that user. */
  public void changePassword(String current, String password, String repeated) {
    SignedIn signedIn = user.getSignedIn();
    set(
        password,
        repeated,
        () -> links.change(user.tenantId(), signedIn.session(), current, password, user.actor()),
        "/admin/account/password?changed=true");
  }

  private void set(
      String password, String repeated, Supplier<SignInResult> change, String nextPage) {
    if (password.equals(repeated)) {
      open(change, nextPage);
    } else {
      Messages.error("password.differ");
    }
  }

  /** Starts the session of a successful attempt; a rejected attempt changes nothing. */
  private void open(Supplier<SignInResult> attempt, String nextPage) {
    SignInResult result;
    try {
      result = attempt.get();
    } catch (TooBusyException e) {
      Messages.error("signIn.busy");
      return;
    }
    if (result.session().isEmpty()) {
      Messages.error(result.rejection(), result.seconds());
      return;
    }
    // The browser may have a session of another person.
    user.endSession();
    user.keep(result.session().get());
    redirect(nextPage);
  }

  /** Before the page is rendered: somebody who is signed in goes on to the page after it. */
  public void skipIfSignedIn() {
    if (user.getSignedIn() != null && !isForm()) {
      redirect(getTo());
    }
  }

  /** Before the page is rendered: says why the link that the form contains does not work. */
  public void openLink() {
    String secret = parameter("link");
    link = secret.isEmpty() ? null : links.open(user.getTenant().id(), secret);
    if (isLinkRejected() && FacesContext.getCurrentInstance().getMessageList().isEmpty()) {
      Messages.error(link.state().getKey());
    }
  }

  /** The userName of the owner of the link; empty unless it works. */
  public String getOwner() {
    return link == null || isLinkRejected() ? "" : link.userName();
  }

  /** Whether a link does not work, so that the page asks for no password. */
  public boolean isLinkRejected() {
    return link != null && link.state() != LinkState.OPEN;
  }

  public void signOut() {
    user.endSession();
    ConsoleCookie.SESSION.delete(response(), user.getAddress());
    redirect(ConsolePath.SIGN_IN + "?left=true");
  }

  /** The page that opens after signing in. */
  public String getTo() {
    return ConsolePath.safe(request.getParameter("to"));
  }
}
