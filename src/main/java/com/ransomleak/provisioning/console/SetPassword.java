package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.PasswordLinks;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** {@code set-password.xhtml}: the holder of a link sets a password and is signed in. */
@Named
@RequestScoped
public class SetPassword extends NewPassword {
  private String link = "";

  /** The button. */
  public String set() {
    return setAndGoTo("/");
  }

  @Override
  protected PasswordLinks.Outcome set(String password) {
    return links.use(visitor.getTenant().id(), link, password, visitor.actor());
  }

  public String getLink() {
    return link;
  }

  public void setLink(String link) {
    this.link = link == null ? "" : link;
  }
}
