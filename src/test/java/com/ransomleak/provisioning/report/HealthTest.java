package com.ransomleak.provisioning.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.report.Health.Facts;
import com.ransomleak.provisioning.report.Health.Reason;
import com.ransomleak.provisioning.report.Health.Requests;
import com.ransomleak.provisioning.tenant.ApiTokens.TokenClient;
import com.ransomleak.provisioning.tenant.ApiTokens.TokenInfo;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@link Health}, as administrator.md documents them. */
class HealthTest {
  private static final OffsetDateTime NOW = OffsetDateTime.parse("2026-11-29T10:00:00Z");
  private static final OffsetDateTime RECENTLY = NOW.minusMinutes(5);
  private static final Requests NONE = new Requests(0, 0, false);
  private static final TokenInfo USED = token("aaaa", false, null, RECENTLY);

  @Test
  @DisplayName("A tenant without a token is not connected yet, and the reason says what to do")
  void withoutToken() {
    Health health = health(List.of(), null, NONE, NONE);
    assertEquals("notConnected", health.state());
    assertEquals("firstToken low", kinds(health));
    assertTrue(health.reasons().get(0).text().contains("Generate one"));
  }

  @Test
  @DisplayName("A token that was never used leaves the tenant not connected")
  void unused() {
    Health health = health(List.of(token("aaaa", false, null, null)), null, NONE, NONE);
    assertEquals("notConnected", health.state());
    assertEquals("unused low", kinds(health));
  }

  @Test
  @DisplayName("A connected tenant without a valid token is degraded")
  void tokenGone() {
    Health health = health(List.of(), RECENTLY, NONE, NONE);
    assertEquals("degraded", health.state());
    assertEquals("noToken high", kinds(health));
  }

  @ParameterizedTest
  @CsvSource({
    // hour, of them rejected, day, of them rejected
    "0, 0, 0, 0, healthy, ''",
    "100, 5, 100, 5, healthy, ''",
    "100, 6, 100, 6, degraded, rejectedHour high",
    "10, 0, 100, 50, healthy, ''",
    "9, 0, 100, 50, degraded, rejectedDay high",
    "9, 9, 1000, 9, healthy, ''",
    "0, 0, 1, 1, degraded, rejectedDay high",
  })
  @DisplayName(
      "More than 5 % rejected degrades: of the last hour if it has 10 requests, otherwise of the"
          + " last 24 hours")
  void rejections(
      long hour, long hourRejected, long day, long dayRejected, String state, String reasons) {
    Health health =
        health(
            List.of(USED),
            RECENTLY,
            new Requests(hour, hourRejected, false),
            new Requests(day, dayRejected, false));
    assertEquals(state, health.state());
    assertEquals(reasons, kinds(health));
  }

  @ParameterizedTest
  @CsvSource({
    "P31D, healthy, ''",
    "P30D, healthy, tokenExpires low",
    "P7D, healthy, tokenExpires medium",
    "P1D, degraded, tokenExpires high"
  })
  @DisplayName("The expiry of the token is announced 30, 7 and 1 day before")
  void expiry(Duration left, String state, String reasons) {
    Health health =
        health(List.of(token("aaaa", false, NOW.plus(left), RECENTLY)), RECENTLY, NONE, NONE);
    assertEquals(state, health.state());
    assertEquals(reasons, kinds(health));
  }

  @Test
  @DisplayName(
      "A token for reports or the activity that expires is announced and does not degrade"
          + " provisioning")
  void otherTokens() {
    List<TokenInfo> other = List.of(token("bbbb", false, NOW.plusHours(3), null));
    Health health =
        Health.of(
            new Facts(List.of(USED), other, other, List.of(), RECENTLY, NONE, NONE, null),
            NOW.toInstant());
    assertEquals("healthy", health.state());
    assertEquals("reportTokenExpires high, activityTokenExpires high", kinds(health));
    assertTrue(
        health.reasons().get(0).text().contains("within 24 hours"), health.reasons()::toString);
  }

  @Test
  @DisplayName("The previous token that is still used is named with its clients and its end")
  void previousInUse() {
    TokenClient okta = new TokenClient("Okta SCIM Client 1.0.0", RECENTLY);
    Health health = overlap(NOW.plusDays(3), okta, new TokenClient(null, RECENTLY));
    assertEquals("healthy", health.state());
    assertEquals("previousInUse medium", kinds(health));
    String text = health.reasons().get(0).text();
    assertTrue(
        text.contains("bbbb") && text.contains("Okta SCIM Client 1.0.0, an unknown client"), text);
    assertTrue(text.contains("in 3 days"), text);
    assertEquals("degraded", overlap(NOW.plusHours(3), okta).state(), "one day left");
  }

  @Test
  @DisplayName("The previous token that nobody used since the rotation is no reason")
  void previousUnused() {
    assertEquals("", kinds(overlap(NOW.plusHours(3))));
    TokenClient earlier = new TokenClient("Okta SCIM Client 1.0.0", NOW.minusDays(2));
    assertEquals("", kinds(overlap(NOW.plusHours(3), earlier)), "It had no reason to use the new.");
  }

  /** The current token was generated a day ago, and another client uses it. */
  private static Health overlap(OffsetDateTime end, TokenClient... onPrevious) {
    List<TokenInfo> tokens = List.of(USED, token("bbbb", true, end, RECENTLY));
    return Health.of(
        new Facts(tokens, List.of(), List.of(), List.of(onPrevious), RECENTLY, NONE, NONE, null),
        NOW.toInstant());
  }

  @Test
  @DisplayName("A tenant is silent after three days without a request; a weekend is no silence")
  void silence() {
    assertEquals("healthy", health(List.of(USED), NOW.minusDays(3), NONE, NONE).state());
    Health health = health(List.of(USED), NOW.minusDays(3).minusSeconds(1), NONE, NONE);
    assertEquals("silent", health.state());
    assertEquals("silent medium", kinds(health));
  }

  @Test
  @DisplayName("Only all requests are 100 percent")
  void percent() {
    assertEquals("99.9", new Requests(1_000_000, 1, false).percentSucceeded());
    assertEquals("99.8", new Requests(500, 1, false).percentSucceeded());
    assertEquals("99", new Requests(100, 1, false).percentSucceeded());
    assertEquals("0", new Requests(3, 3, false).percentSucceeded());
    assertEquals("100", new Requests(1000, 0, false).percentSucceeded());
  }

  private static Health health(
      List<TokenInfo> tokens, OffsetDateTime lastUse, Requests hour, Requests day) {
    return Health.of(
        new Facts(tokens, List.of(), List.of(), List.of(), lastUse, hour, day, null),
        NOW.toInstant());
  }

  private static TokenInfo token(
      String lastFour, boolean superseded, OffsetDateTime expiresAt, OffsetDateTime lastUsedAt) {
    return new TokenInfo(
        UUID.randomUUID(),
        lastFour,
        null,
        "ada@example.com",
        NOW.minusDays(1),
        expiresAt,
        superseded,
        lastUsedAt,
        "Okta SCIM Client 1.0.0",
        "192.0.2.1");
  }

  private static String kinds(Health health) {
    return String.join(", ", health.reasons().stream().map(HealthTest::kindAndUrgency).toList());
  }

  private static String kindAndUrgency(Reason reason) {
    return reason.kind() + " " + reason.urgency();
  }
}
