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
}
