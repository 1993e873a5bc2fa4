package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.activity.ActivityQueries;
import com.ransomleak.provisioning.activity.Entry;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What the record of exchanges says about how the connection is, and why it may not work. */
@ApplicationScoped
class Troubleshooting {
  private static final Duration RECENT = Duration.ofDays(7);

  @Inject private ActivityQueries activity;

  /**
   * How the connection is.
   *
   * @param style {@code good}, {@code warn} or {@code bad}, as the stylesheet knows them
   * @param since when it was last so, or null
   */
  public record Health(String style, String word, String text, OffsetDateTime since) {}

  /**
   * One thing that was seen.
   *
   * @param at when, or null
   * @param entry the line of the activity that shows it, or null
   */
  public record Answer(String style, String text, String remedy, OffsetDateTime at, UUID entry) {}

  Health health(TenantId tenant, ApiTokens.ReturnedMembers token) {
    if (token == null) {
      return health("warn", "noToken", null);
    }
    Optional<Entry> refused = refusedToken(tenant, token);
    if (token.lastUsedAt() == null) {
      return refused
          .map(entry -> health("bad", "refused", entry.at()))
          .orElseGet(() -> health("warn", "waiting", token.createdAt()));
    }
    // Within that time the token may have been used again without a note.
    OffsetDateTime surelyUnused = token.lastUsedAt().plus(ApiTokens.USE_NOTED_EVERY);
    boolean failsNow = refused.filter(entry -> entry.at().isAfter(surelyUnused)).isPresent();
    return failsNow
        ? health("bad", "refused", refused.get().at())
        : health("good", "connected", token.lastUsedAt());
  }

  List<Answer> answers(TenantId tenant, ApiTokens.ReturnedMembers token) {
    List<Answer> answers = new ArrayList<>();
    if (token == null) {
      answers.add(answer("warn", "noToken", null, null));
    } else if (token.lastUsedAt() == null) {
      answers.add(answer("warn", "unused", token.createdAt(), null));
    }
    refusedToken(tenant, token)
        .ifPresent(
            entry ->
                answers.add(
                    new Answer(
                        "bad",
                        Messages.text("trouble.refused.text"),
                        entry.detail(),
                        entry.at(),
                        entry.id())));
    stranger(tenant, token).ifPresent(answers::add);
    tolerated(tenant, Tolerance.DOUBLED_BEARER)
        .ifPresent(e -> answers.add(answer("warn", "doubled", e.at(), e.id())));
    tolerated(tenant, Tolerance.BARE_TOKEN)
        .ifPresent(e -> answers.add(answer("warn", "bare", e.at(), e.id())));
    activity
        .newestRefused(tenant)
        .filter(Troubleshooting::isRecent)
        .ifPresent(
            entry ->
                answers.add(
                    new Answer(
                        "bad",
                        Messages.text("trouble.failed.text", entry.status()),
                        entry.detail(),
                        entry.at(),
                        entry.id())));
    if (answers.isEmpty()) {
      answers.add(answer("good", "none", null, null));
    }
    return answers;
  }

  /** A hint only: strangers can send anything, so it says nothing about how the connection is. */
  private Optional<Answer> stranger(TenantId tenant, ApiTokens.ReturnedMembers token) {
    return newerThan(token, activity.newestUnauthorized(tenant, false))
        .map(entry -> answer("warn", kind(entry.action()), entry.at(), entry.id()));
  }

  /** {@code tokenMissing} of {@code refused.tokenMissing}. */
  private static String kind(String action) {
    int dot = action.indexOf('.');
    return dot < 0 ? "tokenUnknown" : action.substring(dot + 1);
  }

  private Optional<Entry> refusedToken(TenantId tenant, ApiTokens.ReturnedMembers token) {
    return newerThan(token, activity.newestUnauthorized(tenant, true));
  }

  /** A refusal matters as long as it is newer than the current token, and recent. */
  private static Optional<Entry> newerThan(
      ApiTokens.ReturnedMembers token, Optional<Entry> refused) {
    return refused
        .filter(Troubleshooting::isRecent)
        .filter(entry -> token == null || entry.at().isAfter(token.createdAt()));
  }

  private Optional<Entry> tolerated(TenantId tenant, Tolerance tolerance) {
    return activity.newestTolerating(tenant, tolerance.name()).filter(Troubleshooting::isRecent);
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

  private static Answer answer(String style, String key, OffsetDateTime at, UUID entry) {
    return new Answer(
        style,
        Messages.text("trouble." + key + ".text"),
        Messages.text("trouble." + key + ".remedy"),
        at,
        entry);
  }
}
