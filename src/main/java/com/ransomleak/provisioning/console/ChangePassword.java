package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.account.SignedIn;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;

/** {@code password.xhtml}: whoever is signed in changes the own password. */
@Named
@RequestScoped
public class ChangePassword extends NewPassword {
  private String former = "";

  /** The button. Ends all other sessions of the account, wherever they are. */
  public String change() {
    return setAndGoTo("/admin/account/password?changed=true");
  }

  @Override
  protected PasswordLinks.Outcome set(String password) {
    SignedIn user = visitor.signedIn().orElseThrow();
    return links.change(user.tenant().id(), user.session(), former, password, visitor.actor());
  }

  public String getFormer() {
    return former;
  }

  public void setFormer(String former) {
    this.former = former;
  }
}
