package com.ransomleak.provisioning.throttle;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.Duration;
import java.util.Map;

/** 429 before anything was done, with a time to wait (H-14, RFC 6585 section 4). */
public class TooManyRequests extends ScimException {
  private static final long serialVersionUID = 1L;
  private static final int MAX_SECONDS = 60;

  private final Reason reason;

  /** The limit that was reached. */
  public enum Reason {
    FAILED_TOKENS,
    AT_ONCE,
    BYTES_IN_FLIGHT,
    PER_SECOND
  }

  TooManyRequests(Reason reason, Duration wait, String detail) {
    super(
        429,
        null,
        detail + " Nothing was done. The header Retry-After says when to try again.",
        Map.of("Retry-After", Long.toString(seconds(wait))));
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /**
   * Whole seconds, 1 to 60. Okta reads a date as five minutes, doubles the time with each 429 and
   * gives up after the tenth.
   */
  private static long seconds(Duration wait) {
    return Math.max(1, Math.min(MAX_SECONDS, wait.plusNanos(999_999_999).toSeconds()));
  }
}
