package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.ScimException;
import java.time.Duration;

/** A request body that did not arrive in time: 408, and the connection is closed. */
class SlowBodyException extends ScimException {
  private static final long serialVersionUID = 1L;

  SlowBodyException(Duration limit) {
    super(
        408,
        "The body did not arrive completely within "
            + limit.toSeconds()
            + " seconds, or the connection ended before it did. Nothing was changed. Send the"
            + " request again.");
  }
}
