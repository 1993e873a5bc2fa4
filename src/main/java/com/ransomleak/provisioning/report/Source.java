package com.ransomleak.provisioning.report;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Whose doing something is.
 *
 * @param kind {@code scim}, a request of the identity provider; {@code timer}; {@code admin};
 *     {@code configuration}; {@code ops}; {@code earlier}, before what is still kept
 * @param by the administrator's userName, where that is known; else null
 * @param at null when it was earlier
 * @param entry the line of the activity that tells of it, or null
 */
public record Source(String kind, String by, OffsetDateTime at, UUID entry) {
  /** Retention has deleted what would tell. */
  static final Source EARLIER = new Source("earlier", null, null, null);

  /** The kind of a line of the activity, in SQL. */
  static final String KIND =
      "case actor_kind when 'provider' then 'scim' when 'person' then 'admin' else actor_kind end";

  /** The administrator who did what a line of the activity tells, in SQL; else null. */
  static final String BY = "case actor_kind when 'person' then actor end";

  /** From a row that a trigger wrote. */
  static Source ofPlacement(String source, OffsetDateTime at) {
    return new Source(source, null, at, null);
  }
}
