package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.settings.TenantOptions;
import com.ransomleak.provisioning.store.ResourceId;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.ApiTokens.RetiredToken;
import com.ransomleak.provisioning.tenant.ApiTokens.TokenInfo;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code token.xhtml} on {@code scim-provisioning.xhtml} and {@code report-access.xhtml}: the token
 * for one purpose, and the forms that generate, rotate and revoke it. A form contains the id of the
 * token that its page showed: if another token is current by now, the form changes nothing.
 */
@Named
@RequestScoped
public class TokenPage extends ConsolePage {
  @Inject private ApiTokens tokens;
  @Inject private Tenants tenants;
  @Inject private Privileges privileges;

  private TenantId tenant;
  private Purpose purpose;
  private List<TokenInfo> valid;
  private RetiredToken retired;
  private String generated;
  private boolean revoked;

  @Override
  @PostConstruct
  void load() {
    tenant = user.tenantFor(Permission.MANAGE_INTEGRATIONS);
    purpose = ConsolePath.isReportAccess(request) ? Purpose.REPORTS : Purpose.SCIM;
    valid = tokens.live(tenant, purpose);
    retired = valid.isEmpty() ? tokens.lastRetired(tenant, purpose).orElse(null) : null;
  }

  /**
   * Generates a token and shows it on this page, once. The parameter {@code expires} is one of
   * {@link TokenExpiry#choices()}; EL would turn a missing one, which means the default, into "".
   *
   * @param expected the id of the current token; empty when the page showed none
   * @param lastDay the last day of the token, when that is the choice
   */
  public void generate(String expected, String lastDay) {
    submit(
        () -> {
          Optional<Duration> lifetime =
              expiry().lifetime(request.getParameter("expires"), lastDay, Instant.now());
          generated = user.runAs(tenant, () -> create(expected, lifetime));
          load();
          return generated != null;
        },
        null);
  }

  /** Null when another token is current by now. */
  private String create(String expected, Optional<Duration> lifetime) {
    privileges.requireForToken(tenant, purpose, user.actor());
    return tokens
        .generate(tenant, purpose, lifetime, getOptions().tokenOverlap(), id(expected), userName())
        .orElse(null);
  }

  public void revoke(String expected) {
    submit(
        () -> user.runAs(tenant, () -> tokens.revoke(tenant, purpose, id(expected), userName())),
        key("revoked"));
    revoked = true;
  }

  private String userName() {
    return user.getSignedIn().userName();
  }

  /** Also while a form is processed whose page showed a token, so that the form gets a response. */
  public boolean isRevocable() {
    return getToken() != null || (request.getParameter("revoke") != null && !revoked);
  }

  /** The current token, or null. */
  public TokenInfo getToken() {
    return valid.stream().filter(token -> !token.superseded()).findFirst().orElse(null);
  }

  /** The previous token while it still works, or null. */
  public TokenInfo getPrevious() {
    return valid.stream().filter(TokenInfo::superseded).findFirst().orElse(null);
  }

  /** The token that was revoked or expired last, or null if a token is valid. */
  public RetiredToken getRetired() {
    return retired;
  }

  /** Why there is no token. */
  public String getNoToken() {
    return retired == null
        ? text("none")
        : Messages.text(key(retired.expired() ? "expired" : "revokedBefore"), retired.lastFour());
  }

  /** The new token; null on every other response. */
  public String getGenerated() {
    return generated;
  }

  /** The first characters of a token for this purpose. */
  public String getPrefix() {
    return purpose == Purpose.SCIM ? "rlscim_" : "rlreport_";
  }

  public TenantOptions getOptions() {
    return tenants.options(tenant);
  }

  /** When a new token can expire, the default first. */
  public List<String> getExpiryChoices() {
    return expiry().choices();
  }

  public String expiryLabel(String choice) {
    return expiry().label(choice);
  }

  private TokenExpiry expiry() {
    return new TokenExpiry(getOptions().tokenLifetime());
  }

  /** The question before a token is generated or rotated. */
  public String getConfirmation() {
    if (getToken() == null) {
      return text("generate.first");
    }
    Duration overlap = getOptions().tokenOverlap();
    return overlap.isZero()
        ? Messages.text(key("rotate.confirm"), getToken().lastFour())
        : Messages.text(
            key("rotate.confirmOverlap"), getToken().lastFour(), Messages.duration(overlap));
  }

  /** A text of this page, or the text that both pages share. */
  public String text(String key) {
    return Messages.text(key(key));
  }

  private String key(String key) {
    String own = (purpose == Purpose.SCIM ? "scim." : "reportAccess.") + key;
    return Messages.has(own) ? own : "token." + key;
  }

  /** Null when the page showed no token. An invalid id matches no token. */
  private static UUID id(String expected) {
    return expected.isEmpty() ? null : ResourceId.of(expected).orElse(new UUID(0, 0));
  }
}
