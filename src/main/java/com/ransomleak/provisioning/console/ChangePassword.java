package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.AccountSettings;
import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.account.TooBusy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;

/** {@code password.xhtml}: whoever is signed in changes the own password. */
@Named
@RequestScoped
public class ChangePassword {
  @Inject private Visitor visitor;
  @Inject private PasswordLinks links;
  @Inject private AccountSettings settings;
  private String former = "";
  private String password = "";
  private String again = "";

  /** Ends all other sessions of the account, wherever they are. */
  public String change() {
    if (!password.equals(again)) {
      Messages.error("password.differ");
      return null;
    }
    SignedIn user = visitor.signedIn().orElseThrow();
    PasswordLinks.Outcome outcome;
    try {
      outcome = links.change(visitor.tenantId(), user.user(), former, password, visitor.actor());
    } catch (TooBusy e) {
      Messages.error("signIn.busy");
      return null;
    }
    if (outcome.refusal().isPresent()) {
      Messages.error(outcome.refusal().get());
      return null;
    }
    HttpServletResponse response =
        (HttpServletResponse) FacesContext.getCurrentInstance().getExternalContext().getResponse();
    SessionCookie.write(
        response, visitor.getAddress(), outcome.session().orElseThrow(), settings.lifetime());
    return Pages.redirect("/admin/account/password?changed=true");
  }

  public String getFormer() {
    return former;
  }

  public void setFormer(String former) {
    this.former = former;
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
