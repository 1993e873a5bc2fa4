package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.account.TooBusy;
import jakarta.inject.Inject;

/** What the two pages that set a password share: the password twice, and what comes of it. */
public abstract class NewPassword {
  @Inject protected CurrentUser visitor;
  @Inject protected PasswordLinks links;
  private String password = "";
  private String again = "";

  /** Sets the password in the way of the page. */
  protected abstract PasswordLinks.Outcome set(String password);

  /**
   * Sets it and signs in with a new session; on any refusal everything stays as it was.
   *
   * @param page where to go then
   */
  protected String setAndGoTo(String page) {
    if (!password.equals(again)) {
      Messages.error("password.differ");
      return null;
    }
    PasswordLinks.Outcome outcome;
    try {
      outcome = set(password);
    } catch (TooBusy e) {
      Messages.error("signIn.busy");
      return null;
    }
    if (outcome.refusal().isPresent()) {
      Messages.error(outcome.refusal().get(), outcome.seconds());
      return null;
    }
    // Also that of somebody else, whose browser this was.
    visitor.endSession();
    visitor.keep(outcome.session().orElseThrow());
    return Pages.redirect(page);
  }

  public String getPassword() {
    return password;
  }

  public void setPassword(String password) {
    this.password = password;
  }

  public String getAgain() {
    return again;
  }

  public void setAgain(String again) {
    this.again = again;
  }
}
