package com.ransomleak.provisioning.report;

import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * Who or what caused a change.
 *
 * @param source {@code scim}, a request of the identity provider; {@code timer}; {@code admin};
 *     {@code configuration}; {@code ops}; {@code earlier}, before all that is still kept
 * @param by the administrator's userName, where that is known; else null
 * @param at null when it was earlier
 * @param activity the id of the activity row, or null
 */
public record Source(String source, String by, OffsetDateTime at, UUID activity) {
  /** Retention has deleted the rows that would tell. */
  static final Source EARLIER = new Source("earlier", null, null, null);
}
