package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.TenantId;
import com.ransomleak.provisioning.tenant.TenantOptions;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code scim-provisioning.xhtml}: the connection to the identity provider. Its forms carry the
 * token that the admin saw as the current one; whoever saw an older one, or sends a form twice,
 * changes nothing and is told so.
 */
@Named
@RequestScoped
public class ScimProvisioning {
  @Inject private Visitor visitor;
  @Inject private ApiTokens tokens;
  @Inject private Tenants tenants;
  @Inject private Troubleshooting troubleshooting;
  @Inject private HttpServletRequest request;

  private List<ApiTokens.Shown> live;
  private Optional<ApiTokens.Dead> dead;
  private Troubleshooting.Health health;
  private List<Troubleshooting.Answer> answers;
  private String seen = "";
  private String generated;
  private boolean answered;

  /** Once when the page is asked for, and again after whatever a form changed. */
  @PostConstruct
  void load() {
    TenantId tenant = visitor.tenantFor(Permission.MANAGE_INTEGRATIONS);
    live = tokens.live(tenant);
    dead = live.isEmpty() ? tokens.lastDead(tenant) : Optional.empty();
    seen = current().map(token -> token.id().toString()).orElse("");
    health = troubleshooting.health(tenant, getToken());
    answers = troubleshooting.answers(tenant, getToken());
  }

  /** Shows the new token on this page, this once. */
  public void generate() {
    Optional<String> made =
        visitor.does(
            Permission.MANAGE_INTEGRATIONS,
            tenant -> tokens.generate(tenant, getOptions(), seenToken(), visitor.getUserName()));
    generated = made.orElse(null);
    if (made.isEmpty()) {
      Messages.error("scim.stale");
    }
    load();
  }

  public void revoke() {
    if (visitor.does(
        Permission.MANAGE_INTEGRATIONS,
        tenant -> tokens.revoke(tenant, seenToken(), visitor.getUserName()))) {
      Messages.info("scim.revoked");
    } else {
      Messages.error("scim.stale");
    }
    answered = true;
    load();
  }

  /** Also while a form is read that was made when there was a token, so that it gets an answer. */
  public boolean isRevocable() {
    return getToken() != null || (request.getParameter("revoke") != null && !answered);
  }

  /** {@code https://acme.example.com/scim/v2}. */
  public String getBaseUrl() {
    return visitor.getAddress().baseUrl(request.getContextPath());
  }

  /** What the identity provider calls the host, without scheme. */
  public String getHost() {
    return visitor.getAddress().host();
  }

  public ApiTokens.Shown getToken() {
    return current().orElse(null);
  }

  /** What to say when there is no token. */
  public String getNoToken() {
    return dead.map(
            token ->
                Messages.text(
                    token.expired() ? "scim.token.expired" : "scim.token.revoked",
                    token.lastFour()))
        .orElse(Messages.text("scim.token.none"));
  }

  /** When the last token died, or null. */
  public OffsetDateTime getDeadSince() {
    return dead.map(ApiTokens.Dead::since).orElse(null);
  }

  /** A former token that lives on through an overlap, or null. */
  public ApiTokens.Shown getFormer() {
    return live.stream().filter(ApiTokens.Shown::superseded).findFirst().orElse(null);
  }

  /** The new token; null on every other answer. */
  public String getGenerated() {
    return generated;
  }

  public TenantOptions getOptions() {
    return tenants.options(visitor.tenantFor(Permission.MANAGE_INTEGRATIONS));
  }

  /** What the confirmation says. */
  public String getConfirmation() {
    if (getToken() == null) {
      return Messages.text("scim.generate.first");
    }
    return getOptions().tokenOverlap().isZero()
        ? Messages.text("scim.generate.confirm", getToken().lastFour())
        : Messages.text(
            "scim.generate.confirmOverlap",
            getToken().lastFour(),
            Phrases.duration(getOptions().tokenOverlap()));
  }

  /** How the connection is, in one word and a sentence. */
  public Troubleshooting.Health getHealth() {
    return health;
  }

  /** What the last exchanges say about typical troubles. */
  public List<Troubleshooting.Answer> getAnswers() {
    return answers;
  }

  public String getSeen() {
    return seen;
  }

  public void setSeen(String seen) {
    this.seen = seen;
  }

  private Optional<ApiTokens.Shown> current() {
    return live.stream().filter(token -> !token.superseded()).findFirst();
  }

  /** Nonsense in a forged field is a token that nobody has. */
  private UUID seenToken() {
    if (seen == null || seen.isEmpty()) {
      return null;
    }
    try {
      return UUID.fromString(seen);
    } catch (IllegalArgumentException e) {
      return new UUID(0, 0);
    }
  }
}
