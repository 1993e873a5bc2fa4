package com.ransomleak.provisioning.throttle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.throttle.FailedTokens.Attempt;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Who is held up by failures with tokens, and who is not (T-09). */
class FailedTokensTest {
  private final ScimException refused = new ScimException(401, null, "no");
  private static final int LIMIT = 5;

  private final FailedTokens tokens = new FailedTokens();
  private int tokensMade;

  @Test
  @DisplayName("T-09, H-14: past the limit of a source its failures are 429 with whole seconds")
  void aSourceHasALimit() {
    for (int i = 0; i < LIMIT; i++) {
      assertSame(refused, fail("acme", "192.0.2.1", another()));
    }
    TooManyRequests refusal = (TooManyRequests) fail("acme", "192.0.2.1", another());
    assertEquals(429, refusal.status());
    // One more is borne each twelfth second.
    int seconds = Integer.parseInt(refusal.headers().get("Retry-After"));
    assertTrue(seconds >= 1 && seconds <= 12, () -> seconds + " s");
  }

  @Test
  @DisplayName("T-09: a limit holds for one tenant's host and one source; IPv6 counts by network")
  void othersHaveLimitsOfTheirOwn() {
    exhaust("acme", "192.0.2.1");
    assertSame(refused, fail("acme", "192.0.2.2", another()));
    assertSame(refused, fail("globex", "192.0.2.1", another()));
    exhaust("acme", "2001:db8::1");
    assertTrue(isHeld(fail("acme", "2001:db8::2:3", another())));
    assertSame(refused, fail("acme", "2001:db8:0:1::1", another()));
  }

  @Test
  @DisplayName("T-09: a token that begins alike is held up wherever it comes from")
  void aPrefixHasALimit() {
    for (int i = 0; i < LIMIT; i++) {
      assertSame(refused, fail("acme", "192.0.2." + i, "rlscim_abcdefghi" + i));
    }
    assertTrue(isHeld(fail("acme", "198.51.100.1", "rlscim_abcdefghiX")));
    assertSame(refused, fail("acme", "198.51.100.1", another()));
  }

  @Test
  @DisplayName("T-09: a good token passes a source that is held up, whether it was seen or not")
  void aGoodTokenPasses() {
    String seen = another();
    succeed("acme", "192.0.2.1", seen);
    exhaust("acme", "192.0.2.1");
    succeed("acme", "192.0.2.1", seen);
    succeed("acme", "192.0.2.1", another());
  }

  @Test
  @DisplayName("N-07: only two tokens from sources that are held up are looked up at a time")
  void fewLookUpsAtATime() {
    String seen = another();
    succeed("acme", "192.0.2.1", seen);
    exhaust("acme", "192.0.2.1");
    Attempt first = attempt("acme", "192.0.2.1", another());
    Attempt second = attempt("acme", "192.0.2.1", another());
    assertThrows(TooManyRequests.class, () -> attempt("acme", "192.0.2.1", another()));
    succeed("acme", "192.0.2.1", seen);
    succeed("acme", "192.0.2.9", another());
    first.close();
    second.close();
    succeed("acme", "192.0.2.1", another());
  }

  @Test
  @DisplayName("T-02: a token that worked and was revoked is like any other")
  void aRevokedTokenIsLikeAnyOther() {
    String token = another();
    succeed("acme", "192.0.2.1", token);
    fail("acme", "192.0.2.1", token);
    exhaust("acme", "192.0.2.1");
    Attempt first = attempt("acme", "192.0.2.1", another());
    Attempt second = attempt("acme", "192.0.2.1", another());
    assertThrows(TooManyRequests.class, () -> attempt("acme", "192.0.2.1", token));
    first.close();
    second.close();
  }

  private void exhaust(String host, String source) {
    for (int i = 0; i < LIMIT; i++) {
      fail(host, source, another());
    }
    assertTrue(isHeld(fail(host, source, another())));
  }

  private static boolean isHeld(ScimException refusal) {
    return refusal instanceof TooManyRequests;
  }

  private ScimException fail(String host, String source, String token) {
    try (Attempt attempt = attempt(host, source, token)) {
      return attempt.failed(refused);
    }
  }

  private void succeed(String host, String source, String token) {
    try (Attempt attempt = attempt(host, source, token)) {
      attempt.succeeded();
    }
  }

  private Attempt attempt(String host, String source, String token) {
    return tokens.attempt(host, "SCIM", source, token, LIMIT);
  }

  /** None begins like another. */
  private String another() {
    return "rlscim_%05d%s".formatted(tokensMade++, "x".repeat(30));
  }
}
