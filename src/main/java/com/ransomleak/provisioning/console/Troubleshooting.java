package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.activity.Entry;
import com.ransomleak.provisioning.role.Permission;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ApiTokens.TokenClient;
import com.ransomleak.provisioning.tenant.ApiTokens.TokenInfo;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * {@code scim-provisioning.xhtml}: whether the identity provider is connected, and why it may not
 * be. The answers come from the activity of the last seven days.
 */
@Named
@RequestScoped
public class Troubleshooting extends ConsolePage {
  private static final Duration RECENT = Duration.ofDays(7);

  @Inject private ActivityQueries activity;
  @Inject private ApiTokens tokens;
  @Inject private TokenPage tokenPage;

  private TenantId tenant;
  private TokenInfo token;
  private List<TokenClient> onPrevious;
  private Optional<Entry> revokedTokenUsed;
  private Health health;
  private List<Answer> answers = List.of();

  /**
   * The state of the connection.
   *
   * @param style {@code good}, {@code warn} or {@code bad}, as in the style sheet
   * @param since when it was last observed, or null
   */
  public record Health(String style, String word, String text, OffsetDateTime since) {}

  /**
   * One observation.
   *
   * @param at when, or null
   * @param entry the id of the activity entry that shows it, or null
   */
  public record Answer(String style, String text, String remedy, OffsetDateTime at, UUID entry) {}

  /** Before the page is rendered, after a form has changed the token. */
  public void find() {
    tenant = user.tenantFor(Permission.MANAGE_INTEGRATIONS);
    token = tokenPage.getToken();
    // A colleague may rotate the token meanwhile.
    onPrevious = tokenPage.getPrevious() == null ? List.of() : tokens.onPrevious(tenant);
    revokedTokenUsed = sinceToken(activity.newestUnauthorized(tenant, true));
    health = health();
    answers = answers();
  }

  public Health getHealth() {
    return health;
  }

  public List<Answer> getAnswers() {
    return answers;
  }

  private Health health() {
    if (token == null) {
      return health("warn", "noToken", null);
    }
    OffsetDateTime lastUse = tokenPage.lastUse();
    if (lastUse == null) {
      return revokedTokenUsed
          .map(entry -> health("bad", "rejected", entry.at()))
          .orElseGet(() -> health("warn", "waiting", token.createdAt()));
    }
    // The last use is recorded once per interval, so within it the token may have been used again.
    OffsetDateTime unusedSince = lastUse.plus(ApiTokens.USE_NOTED_EVERY);
    return revokedTokenUsed
        .filter(entry -> entry.at().isAfter(unusedSince))
        .map(entry -> health("bad", "rejected", entry.at()))
        .orElseGet(
            () ->
                onPrevious.isEmpty()
                    ? health("good", "connected", lastUse)
                    : health("warn", "previous", onPrevious.get(0).at()));
  }

  private List<Answer> answers() {
    List<Answer> found = new ArrayList<>();
    if (token == null) {
      found.add(answer("warn", "noToken", null));
    } else if (tokenPage.lastUse() == null) {
      found.add(
          new Answer("warn", text("unused.text"), text("unused.remedy"), token.createdAt(), null));
    }
    onPrevious.forEach(used -> found.add(previous(used)));
    revokedTokenUsed.ifPresent(entry -> found.add(rejection("rejected", entry)));
    // Anybody can send such a request, so it does not change the health.
    sinceToken(activity.newestUnauthorized(tenant, false))
        .ifPresent(entry -> found.add(answer("warn", kind(entry.action()), entry)));
    tolerated(WarningType.DOUBLED_BEARER)
        .ifPresent(entry -> found.add(answer("warn", "doubled", entry)));
    tolerated(WarningType.BARE_TOKEN).ifPresent(entry -> found.add(answer("warn", "bare", entry)));
    activity
        .newestRejected(tenant)
        .filter(Troubleshooting::isRecent)
        .ifPresent(entry -> found.add(rejection("failed", entry)));
    if (found.isEmpty()) {
      found.add(answer("good", "none", null));
    }
    return found;
  }

  private Answer previous(TokenClient used) {
    TokenInfo previous = tokenPage.getPrevious();
    String client = Objects.requireNonNullElseGet(used.client(), () -> text("client"));
    return new Answer(
        "warn",
        text("previous.text", client, previous.lastFour()),
        text("previous.remedy"),
        previous.expiresAt(),
        null);
  }

  /** {@code tokenMissing} of {@code rejected.tokenMissing}. */
  private static String kind(String action) {
    int dot = action.indexOf('.');
    return dot < 0 ? "tokenUnknown" : action.substring(dot + 1);
  }

  /** A rejection matters if it is recent and newer than the current token. */
  private Optional<Entry> sinceToken(Optional<Entry> rejection) {
    return rejection
        .filter(Troubleshooting::isRecent)
        .filter(entry -> token == null || entry.at().isAfter(token.createdAt()));
  }

  private Optional<Entry> tolerated(WarningType warning) {
    return activity.newestWithWarning(tenant, warning.name()).filter(Troubleshooting::isRecent);
  }

  private static boolean isRecent(Entry entry) {
    return entry.at().isAfter(OffsetDateTime.now(entry.at().getOffset()).minus(RECENT));
  }

  private static Health health(String style, String key, OffsetDateTime since) {
    return new Health(
        style,
        Messages.text("health." + key + ".word"),
        Messages.text("health." + key + ".text"),
        since);
  }

  private static Answer answer(String style, String key, Entry entry) {
    return new Answer(
        style,
        text(key + ".text"),
        text(key + ".remedy"),
        entry == null ? null : entry.at(),
        entry == null ? null : entry.id());
  }

  /** A rejected request, whose own error says what to do. */
  private static Answer rejection(String key, Entry entry) {
    return new Answer(
        "bad", text(key + ".text", entry.status()), entry.detail(), entry.at(), entry.id());
  }

  private static String text(String key, Object... values) {
    return Messages.text("trouble." + key, values);
  }
}
