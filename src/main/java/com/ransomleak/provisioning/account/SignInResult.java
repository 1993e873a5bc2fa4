package com.ransomleak.provisioning.account;

import java.time.Duration;
import java.util.Optional;

/**
 * The result of signing in or setting a password.
 *
 * @param session the new session; empty when the attempt was rejected
 * @param rejection why it was rejected, as a key of the message bundle; null on success
 * @param seconds how long to wait before the next attempt, if that is the reason
 */
public record SignInResult(Optional<NewSession> session, String rejection, long seconds) {
  static SignInResult of(Optional<NewSession> session, String otherwise) {
    return new SignInResult(session, session.isPresent() ? null : otherwise, 0);
  }

  static SignInResult rejected(String key) {
    return new SignInResult(Optional.empty(), key, 0);
  }

  /** {@code accepted}, {@code rejected} or {@code delayed}: a label of metrics. */
  String outcome() {
    return session.isPresent() ? "accepted" : seconds > 0 ? "delayed" : "rejected";
  }

  static SignInResult retryAfter(Duration pause) {
    return new SignInResult(Optional.empty(), "signIn.wait", pause.toSeconds());
  }
}
