package com.ransomleak.provisioning.report;

import com.ransomleak.provisioning.activity.Texts;
import com.ransomleak.provisioning.report.FindingKind.Urgency;
import com.ransomleak.provisioning.tenant.ApiTokens.TokenClient;
import com.ransomleak.provisioning.tenant.ApiTokens.TokenInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Whether provisioning works, and why. The page Home and {@code /api/v1/overview} show it, and
 * administrator.md documents the rules.
 *
 * @param state one of the constants of this class
 * @param reasons the most urgent first
 * @param lastRequest when a valid token was last used, or null
 * @param lastSuccess when a change was last accepted, or null
 */
public record Health(
    String state,
    List<Reason> reasons,
    Requests lastHour,
    Requests lastDay,
    OffsetDateTime lastRequest,
    OffsetDateTime lastSuccess) {
  static final String HEALTHY = "healthy";
  static final String DEGRADED = "degraded";
  static final String SILENT = "silent";
  static final String NOT_CONNECTED = "notConnected";

  private static final String HIGH = Urgency.HIGH.word();
  private static final String MEDIUM = Urgency.MEDIUM.word();
  private static final String LOW = Urgency.LOW.word();

  /** The share of rejected requests, in percent, from which provisioning is degraded. */
  private static final int MAX_REJECTED_PERCENT = 5;

  /** The last hour decides if it has so many requests, otherwise the last 24 hours. */
  private static final int MIN_REQUESTS = 10;

  /** A weekend without changes is not silence. */
  private static final Duration SILENCE = Duration.ofDays(3);

  private static final Duration EXPIRY_NOTICE = Duration.ofDays(30);
  private static final Duration EXPIRY_WARNING = Duration.ofDays(7);
  private static final Duration EXPIRY_ALARM = Duration.ofDays(1);

  /**
   * Why the state is as it is, or what will change it.
   *
   * @param kind the end of the key of its text
   * @param urgency {@code high}, {@code medium} or {@code low}
   * @param at the time that the text is about, or null
   */
  public record Reason(String kind, String urgency, String text, OffsetDateTime at) {}

  /**
   * The requests of provisioning clients in a period.
   *
   * @param sampled whether there were more, and only the newest were counted
   */
  public record Requests(long requests, long rejected, boolean sampled) {
    private boolean tooManyRejected() {
      return rejected * 100 > requests * MAX_REJECTED_PERCENT;
    }

    /**
     * How many of a hundred requests succeeded, with one decimal unless it is 0. It is rounded
     * down, so that 100 means all of them.
     */
    public String percentSucceeded() {
      long tenths = requests == 0 ? 1000 : (requests - rejected) * 1000 / requests;
      return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10);
    }
  }

  /**
   * What the rules use.
   *
   * @param tokens the valid tokens for SCIM
   * @param reportTokens the valid tokens for reports
   * @param activityTokens the valid tokens for the activity
   * @param onPrevious the clients that use the previous token for SCIM, and not the current one
   * @param lastUse when a token for SCIM was last used, also one that is no longer valid; or null
   */
  record Facts(
      List<TokenInfo> tokens,
      List<TokenInfo> reportTokens,
      List<TokenInfo> activityTokens,
      List<TokenClient> onPrevious,
      OffsetDateTime lastUse,
      Requests lastHour,
      Requests lastDay,
      OffsetDateTime lastSuccess) {
    private Optional<TokenInfo> current() {
      return Health.current(tokens);
    }
  }

  private static Optional<TokenInfo> current(List<TokenInfo> tokens) {
    return tokens.stream().filter(token -> !token.superseded()).findFirst();
  }

  static Health of(Facts facts, Instant now) {
    List<Reason> reasons = new ArrayList<>();
    boolean connected = facts.lastUse() != null;
    if (facts.tokens().isEmpty()) {
      reasons.add(connected ? reason("noToken", HIGH, null) : reason("firstToken", LOW, null));
    } else if (!connected) {
      reasons.add(reason("unused", LOW, null));
    }
    rejections(facts).ifPresent(reasons::add);
    previousToken(facts, now).ifPresent(reasons::add);
    facts.current().ifPresent(token -> expiry("tokenExpires", token, now).ifPresent(reasons::add));
    current(facts.reportTokens())
        .flatMap(token -> expiry("reportTokenExpires", token, now))
        .ifPresent(reasons::add);
    current(facts.activityTokens())
        .flatMap(token -> expiry("activityTokenExpires", token, now))
        .ifPresent(reasons::add);
    if (connected && facts.lastUse().toInstant().isBefore(now.minus(SILENCE))) {
      long days = Duration.between(facts.lastUse().toInstant(), now).toDays();
      reasons.add(reason("silent", MEDIUM, facts.lastUse(), days));
    }
    reasons.sort(
        Comparator.comparing(reason -> List.of(HIGH, MEDIUM, LOW).indexOf(reason.urgency())));
    return new Health(
        state(connected, reasons),
        reasons,
        facts.lastHour(),
        facts.lastDay(),
        facts.lastUse(),
        facts.lastSuccess());
  }

  private static String state(boolean connected, List<Reason> reasons) {
    if (!connected) {
      return NOT_CONNECTED;
    }
    // An expired token for reports or the activity does not stop provisioning.
    Set<String> harmless = Set.of("reportTokenExpires", "activityTokenExpires");
    if (reasons.stream()
        .anyMatch(reason -> reason.urgency().equals(HIGH) && !harmless.contains(reason.kind()))) {
      return DEGRADED;
    }
    return reasons.stream().anyMatch(reason -> reason.kind().equals("silent")) ? SILENT : HEALTHY;
  }

  private static Optional<Reason> rejections(Facts facts) {
    boolean hourDecides = facts.lastHour().requests() >= MIN_REQUESTS;
    Requests deciding = hourDecides ? facts.lastHour() : facts.lastDay();
    return deciding.tooManyRejected()
        ? Optional.of(
            reason(
                hourDecides ? "rejectedHour" : "rejectedDay",
                HIGH,
                null,
                deciding.rejected(),
                deciding.requests()))
        : Optional.empty();
  }

  /** Clients used the previous token after it was replaced, and not the current one since. */
  private static Optional<Reason> previousToken(Facts facts, Instant now) {
    TokenInfo current = facts.current().orElse(null);
    TokenInfo previous =
        facts.tokens().stream().filter(TokenInfo::superseded).findFirst().orElse(null);
    if (current == null || previous == null) {
      return Optional.empty();
    }
    List<String> clients =
        facts.onPrevious().stream()
            .filter(used -> used.at().isAfter(current.createdAt()))
            .map(TokenClient::client)
            .map(client -> Objects.requireNonNullElse(client, Texts.text("token.noClient")))
            .toList();
    Duration left = Duration.between(now, previous.expiresAt().toInstant());
    return clients.isEmpty()
        ? Optional.empty()
        : Optional.of(
            reason(
                "previousInUse",
                left.compareTo(EXPIRY_ALARM) <= 0 ? HIGH : MEDIUM,
                previous.expiresAt(),
                previous.lastFour(),
                String.join(", ", clients),
                left.toDays()));
  }

  private static Optional<Reason> expiry(String kind, TokenInfo token, Instant now) {
    if (token.expiresAt() == null) {
      return Optional.empty();
    }
    Duration left = Duration.between(now, token.expiresAt().toInstant());
    if (left.compareTo(EXPIRY_NOTICE) > 0) {
      return Optional.empty();
    }
    String urgency =
        left.compareTo(EXPIRY_ALARM) <= 0
            ? HIGH
            : left.compareTo(EXPIRY_WARNING) <= 0 ? MEDIUM : LOW;
    return Optional.of(reason(kind, urgency, token.expiresAt(), token.lastFour(), left.toDays()));
  }

  private static Reason reason(String kind, String urgency, OffsetDateTime at, Object... values) {
    return new Reason(kind, urgency, Texts.text("health.reason." + kind, values), at);
  }
}
