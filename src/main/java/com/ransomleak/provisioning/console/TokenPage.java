package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.role.Privileges;
import com.ransomleak.provisioning.scim.ScimException;
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
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code token.xhtml} on {@code scim-provisioning.xhtml}, {@code report-access.xhtml} and {@code
 * activity-access.xhtml}: the token for one purpose, and the forms that generate, rotate and revoke
 * it. A form contains the id of the token that its page showed: if another token is current by now,
 * the form changes nothing.
 */
@Named
@RequestScoped
public class TokenPage extends ConsolePage {
  private static final int MAX_NAME_LENGTH = 100;

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
    purpose = purpose();
    valid = tokens.live(tenant, purpose);
    retired = valid.isEmpty() ? tokens.lastRetired(tenant, purpose).orElse(null) : null;
  }

  private Purpose purpose() {
    if (ConsolePath.isPage(request, "/admin/integrations/report-access")) {
      return Purpose.REPORTS;
    }
    return ConsolePath.isPage(request, "/admin/integrations/activity-access")
        ? Purpose.ACTIVITY
        : Purpose.SCIM;
  }

  /**
   * Generates a token and shows it on this page, once. The parameters {@code expires} and {@code
   * overlap} are one of {@link TokenExpiry#choices()} and {@link TokenOverlap#choices()}; EL would
   * turn a missing one, which means the default, into "".
   *
   * @param expected the id of the current token; empty when the page showed none
   * @param lastDay the last day of the token, when that is the choice
   */
  public void generate(String expected, String lastDay) {
    submit(
        () -> {
          Optional<Duration> lifetime =
              expiry().lifetime(request.getParameter("expires"), lastDay, Instant.now());
          Duration overlap = overlap().chosen(request.getParameter("overlap"));
          String name = name();
          generated = user.runAs(tenant, () -> create(expected, name, lifetime, overlap));
          load();
          return generated != null;
        },
        null);
  }

  /** Null when another token is current by now. */
  private String create(
      String expected, String name, Optional<Duration> lifetime, Duration overlap) {
    privileges.requireForToken(tenant, purpose, user.actor());
    return tokens
        .generate(tenant, purpose, name, lifetime, overlap, id(expected), userName())
        .orElse(null);
  }

  /** Null for a token without a name. */
  private String name() {
    String name = parameter("tokenName");
    if (name.codePointCount(0, name.length()) > MAX_NAME_LENGTH) {
      throw ScimException.invalidValue(Messages.text("token.name.long", MAX_NAME_LENGTH));
    }
    return name.isEmpty() ? null : name;
  }

  /** Revokes one token; during an overlap, the other one still works. */
  public void revoke(String token) {
    submit(
        () -> {
          boolean done =
              user.runAs(tenant, () -> tokens.revoke(tenant, purpose, id(token), userName()));
          if (done) {
            String lastFour =
                valid.stream()
                    .filter(known -> known.id().equals(id(token)))
                    .map(TokenInfo::lastFour)
                    .findFirst()
                    .orElse("");
            redirect(address() + "#api-token", "token.revoked", lastFour);
          }
          return done;
        },
        null);
    revoked = true;
  }

  /** What the button beside a token says, and the question that it asks. */
  public String revokeLabel(TokenInfo token) {
    return token == null ? "" : Messages.text("token.revoke", token.lastFour());
  }

  private String userName() {
    return user.getSignedIn().userName();
  }

  /**
   * Whether a token can be revoked. Also while a form is processed whose page showed it, so that
   * the form gets a response.
   *
   * @param button the name of the button that revokes it
   */
  public boolean isRevocable(TokenInfo token, String button) {
    return token != null || (request.getParameter(button) != null && !revoked);
  }

  /** What revoking the current token means, or the previous one. */
  public String revocation(TokenInfo token) {
    if (token == null) {
      return "";
    }
    String stops = Messages.text("token.revoke.stops", token.lastFour());
    return valid.stream()
        .filter(other -> !other.id().equals(token.id()))
        .findFirst()
        .map(other -> stops + " " + Messages.text("token.revoke.works", other.lastFour()))
        .orElseGet(() -> stops + " " + text("revoke.confirm"));
  }

  /** The tokens that work: the current one, and the previous one during an overlap. */
  public List<TokenInfo> getValid() {
    return valid;
  }

  /** When a working token was last used, or null. */
  OffsetDateTime lastUse() {
    return valid.stream()
        .map(TokenInfo::lastUsedAt)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .orElse(null);
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
    if (!valid.isEmpty()) {
      return Messages.text("token.noCurrent");
    }
    return retired == null
        ? text("none")
        : Messages.text(key(retired.expired() ? "expired" : "revokedBefore"), retired.lastFour());
  }

  /** The first day that can be chosen. */
  public LocalDate getToday() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  /** What a rejected form contained, so that it need not be entered again. */
  public String kept(String field) {
    return isForm() && generated == null ? parameter(field) : "";
  }

  /** The new token; null on every other response. */
  public String getGenerated() {
    return generated;
  }

  /** The first characters of a token for this purpose. */
  public String getPrefix() {
    return purpose.prefix();
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

  /** How long the previous token can work after a new one is generated, the default first. */
  public List<String> getOverlapChoices() {
    return overlap().choices();
  }

  public String overlapLabel(String choice) {
    return TokenOverlap.label(choice);
  }

  private TokenOverlap overlap() {
    return new TokenOverlap(getOptions().tokenOverlap(), getOptions().maxTokenOverlap());
  }

  /** The question before a token is generated or rotated. */
  public String getConfirmation() {
    if (getToken() == null) {
      return getPrevious() == null
          ? text("generate.first")
          : Messages.text("token.generate.previous", getPrevious().lastFour());
    }
    String question = consequence(getOverlapChoices().get(0));
    return getPrevious() == null
        ? question
        : question + " " + Messages.text("token.rotate.previous", getPrevious().lastFour());
  }

  /** What a rotation with this overlap means, if it happened now. */
  public String consequence(String choice) {
    Duration overlap = remaining(choice);
    return overlap.isZero()
        ? Messages.text(key("rotate.confirm"), getToken().lastFour())
        : Messages.text(
            key("rotate.confirmOverlap"),
            getToken().lastFour(),
            Messages.duration(overlap),
            until(choice));
  }

  /** When the previous token stops working; console.js shows it in the time zone of the browser. */
  public String until(String choice) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'")
        .format(OffsetDateTime.now(ZoneOffset.UTC).plus(remaining(choice)));
  }

  public long seconds(String choice) {
    return remaining(choice).toSeconds();
  }

  private Duration remaining(String choice) {
    return TokenOverlap.remaining(choice, getToken().expiresAt());
  }

  /** A text of this page, or the text that these pages share. */
  public String text(String key) {
    return Messages.text(key(key));
  }

  private String key(String key) {
    String own =
        switch (purpose) {
              case SCIM -> "scim.";
              case REPORTS -> "reportAccess.";
              case ACTIVITY -> "activityAccess.";
            }
            + key;
    return Messages.has(own) ? own : "token." + key;
  }

  /** Null when the page showed no token. An invalid id matches no token. */
  private static UUID id(String expected) {
    return expected.isEmpty() ? null : ResourceId.of(expected).orElse(new UUID(0, 0));
  }
}
