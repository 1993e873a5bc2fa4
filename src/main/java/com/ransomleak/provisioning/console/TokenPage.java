package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A page on which the token for one purpose is made and revoked: {@code sections/token.xhtml}. Its
 * forms carry the token that the admin saw as the current one; whoever saw an older one, or sends a
 * form twice, changes nothing and is told so.
 */
public abstract class TokenPage {
  @Inject private CurrentUser visitor;
  @Inject private ApiTokens tokens;
  @Inject private Tenants tenants;
  @Inject private HttpServletRequest request;
  @Inject private Privileges privileges;

  private List<ApiTokens.ReturnedMembers> live;
  private Optional<ApiTokens.Dead> dead;
  private String seen = "";
  private String generated;
  private boolean answered;

  /** What the token is for. */
  protected abstract Purpose purpose();

  /** How a token of this purpose begins. */
  public abstract String getPrefix();

  /**
   * What this page says: under its own name, or as on the first page of this kind.
   *
   * @param key of the message bundle, without the page's part
   */
  public String word(String key) {
    return Messages.text(key(key));
  }

  /** Once when the page is asked for, and again after whatever a form changed. */
  @PostConstruct
  void load() {
    live = tokens.live(tenant(), purpose());
    dead = live.isEmpty() ? tokens.lastDead(tenant(), purpose()) : Optional.empty();
    seen = current().map(token -> token.id().toString()).orElse("");
  }

  /** Shows the new token on this page, this once. */
  public void generate() {
    try {
      Optional<Duration> lifetime =
          expiry()
              .lifetime(
                  request.getParameter("expires"),
                  request.getParameter("expiresOn"),
                  Instant.now());
      generated = visitor.does(Permission.MANAGE_INTEGRATIONS, tenant -> made(tenant, lifetime));
      if (generated == null) {
        Messages.error(key("stale"));
      }
    } catch (ScimException rejection) {
      Messages.refusal(rejection);
    }
    load();
  }

  /** Null when another token is current by now. */
  private String made(TenantId tenant, Optional<Duration> lifetime) {
    privileges.requireForToken(tenant, purpose(), visitor.actor());
    return tokens
        .generate(
            tenant,
            purpose(),
            lifetime,
            getOptions().tokenOverlap(),
            seenToken(),
            visitor.getUserName())
        .orElse(null);
  }

  private TokenExpiry expiry() {
    return new TokenExpiry(getOptions().tokenLifetime());
  }

  /** When a new token can expire, the default first. */
  public List<String> getExpiryChoices() {
    return expiry().choices();
  }

  /** A choice in words. */
  public String expiryWord(String choice) {
    return switch (choice) {
      case TokenExpiry.NEVER, TokenExpiry.DATE -> Messages.text("token.expires." + choice);
      case TokenExpiry.MAX ->
          Messages.text(
              "token.expires.max", Phrases.duration(getOptions().tokenLifetime().orElseThrow()));
      default -> Messages.text("token.expires.days", choice);
    };
  }

  public void revoke() {
    if (visitor.does(
        Permission.MANAGE_INTEGRATIONS,
        tenant -> tokens.revoke(tenant, purpose(), seenToken(), visitor.getUserName()))) {
      Messages.info(key("revoked"));
    } else {
      Messages.error(key("stale"));
    }
    answered = true;
    load();
  }

  /** Also while a form is read that was made when there was a token, so that it gets an answer. */
  public boolean isRevocable() {
    return getToken() != null || (request.getParameter("revoke") != null && !answered);
  }

  public ApiTokens.ReturnedMembers getToken() {
    return current().orElse(null);
  }

  /** What to say when there is no token. */
  public String getNoToken() {
    return dead.map(
            token ->
                Messages.text(
                    key(token.expired() ? "token.expired" : "token.revoked"), token.lastFour()))
        .orElseGet(() -> word("token.none"));
  }

  /** When the last token died, or null. */
  public OffsetDateTime getDeadSince() {
    return dead.map(ApiTokens.Dead::since).orElse(null);
  }

  /** A former token that lives on through an overlap, or null. */
  public ApiTokens.ReturnedMembers getFormer() {
    return live.stream().filter(ApiTokens.ReturnedMembers::superseded).findFirst().orElse(null);
  }

  /** The new token; null on every other answer. */
  public String getGenerated() {
    return generated;
  }

  public TenantOptions getOptions() {
    return tenants.options(tenant());
  }

  /** What the confirmation says. */
  public String getConfirmation() {
    if (getToken() == null) {
      return word("generate.first");
    }
    return getOptions().tokenOverlap().isZero()
        ? Messages.text(key("generate.confirm"), getToken().lastFour())
        : Messages.text(
            key("generate.confirmOverlap"),
            getToken().lastFour(),
            Phrases.duration(getOptions().tokenOverlap()));
  }

  public String getSeen() {
    return seen;
  }

  public void setSeen(String seen) {
    this.seen = seen;
  }

  TenantId tenant() {
    return visitor.tenantFor(Permission.MANAGE_INTEGRATIONS);
  }

  private String key(String key) {
    String own = (purpose() == Purpose.SCIM ? "scim." : "reportAccess.") + key;
    return Messages.has(own) ? own : "scim." + key;
  }

  private Optional<ApiTokens.ReturnedMembers> current() {
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
