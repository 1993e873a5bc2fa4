package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.AccountSettings;
import com.ransomleak.provisioning.account.PasswordLinks;
import com.ransomleak.provisioning.account.TooBusy;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletResponse;

/** {@code set-password.xhtml}: the holder of a link sets a password and is signed in. */
@Named
@RequestScoped
public class SetPassword {
  @Inject private Visitor visitor;
  @Inject private PasswordLinks links;
  @Inject private AccountSettings settings;
  private String link = "";
  private String password = "";
  private String again = "";

  /** Sets it; on any refusal the link stays as good as it was. */
  public String set() {
    if (!password.equals(again)) {
      Messages.error("password.differ");
      return null;
    }
    PasswordLinks.Outcome outcome;
    try {
      outcome = links.use(visitor.tenantId(), link, password, visitor.actor());
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
    return Pages.redirect("/");
  }

  public String getLink() {
    return link;
  }

  public void setLink(String link) {
    this.link = link == null ? "" : link;
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
