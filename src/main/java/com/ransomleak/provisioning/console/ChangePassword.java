package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.tenant.TenantId;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.UUID;

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
  protected PasswordLinks.Outcome set(TenantId tenant, String password) {
    UUID user = visitor.signedIn().orElseThrow().user();
    return links.change(tenant, user, former, password, visitor.actor());
  }

  public String getFormer() {
    return former;
  }

  public void setFormer(String former) {
    this.former = former;
  }
}
