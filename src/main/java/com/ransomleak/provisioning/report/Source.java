package com.ransomleak.provisioning.report;

import java.time.OffsetDateTime;
import java.util.Set;

/**
 * Whose doing something is.
 *
 * @param kind {@code scim}, a request of the identity provider; {@code timer}; {@code admin};
 *     {@code configuration}; {@code ops}; {@code earlier}, before what is still kept
 * @param by the administrator's userName, where that is known; else null
 * @param at null when it was earlier
 * @param entry the line of the activity that tells of it, or null
 */
public record Source(String kind, String by, OffsetDateTime at, Long entry) {
  /** Retention has deleted what would tell. */
  static final Source EARLIER = new Source("earlier", null, null, null);

  private static final Set<String> KINDS = Set.of("scim", "timer", "configuration", "ops");

  /** From a line of the activity, whose actor is one of the kinds or a userName. */
  static Source ofActivity(String actor, OffsetDateTime at, long entry) {
    return KINDS.contains(actor)
        ? new Source(actor, null, at, entry)
        : new Source("admin", actor, at, entry);
  }

  /** From a row that a trigger wrote. */
  static Source ofPlacement(String source, OffsetDateTime at) {
    return new Source(source, null, at, null);
  }
}
