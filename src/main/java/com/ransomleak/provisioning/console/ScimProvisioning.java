package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** {@code scim-provisioning.xhtml}: the connection to the identity provider. */
@Named
@RequestScoped
public class ScimProvisioning extends TokenPage {
  @Inject private CurrentUser visitor;
  @Inject private Troubleshooting troubleshooting;
  @Inject private HttpServletRequest request;

  private Troubleshooting.Health health;
  private List<Troubleshooting.Answer> answers;

  // Once more: an overriding method without it is not called.
  @Override
  @PostConstruct
  void load() {
    super.load();
    health = troubleshooting.health(tenant(), getToken());
    answers = troubleshooting.answers(tenant(), getToken());
  }

  @Override
  protected Purpose purpose() {
    return Purpose.SCIM;
  }

  @Override
  public String getPrefix() {
    return "rlscim_";
  }

  /** {@code https://acme.example.com/scim/v2}. */
  public String getBaseUrl() {
    return visitor.getAddress().baseUrl(request.getContextPath());
  }

  /** What the identity provider calls the host, without scheme. */
  public String getHost() {
    return visitor.getAddress().host();
  }

  /** How the connection is, in one word and a sentence. */
  public Troubleshooting.Health getHealth() {
    return health;
  }

  /** What the last exchanges say about typical troubles. */
  public List<Troubleshooting.Answer> getAnswers() {
    return answers;
  }
}
