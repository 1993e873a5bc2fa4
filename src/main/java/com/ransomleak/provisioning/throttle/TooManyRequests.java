package com.ransomleak.provisioning.throttle;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.Duration;

/** 429 before anything was done, with a time to wait (H-14, RFC 6585 section 4). */
public class TooManyRequests extends ScimException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SECONDS = 60;

  private final Reason reason;
  private final int retryAfter;

  /** The limit that was reached. */
  public enum Reason {
    FAILED_TOKENS,
    AT_ONCE,
    BYTES_IN_FLIGHT,
    PER_SECOND
  }

  TooManyRequests(Reason reason, Duration wait, String detail) {
    super(429, null, detail + " Nothing was done. The header Retry-After says when to try again.");
    this.reason = reason;
    long seconds = wait.plusNanos(999_999_999).toSeconds();
    this.retryAfter = (int) Math.max(1, Math.min(MAX_SECONDS, seconds));
  }

  public Reason reason() {
    return reason;
  }

  /**
   * Whole seconds, 1 to 60. Okta reads a date as five minutes, doubles the time with each 429 and
   * gives up after the tenth.
   */
  public int retryAfterSeconds() {
    return retryAfter;
  }
}
