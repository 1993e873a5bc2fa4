package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.WarningType;
import java.util.Locale;
import java.util.Optional;

/**
 * The token of an Authorization header, in each form in which administrators enter it (T-04):
 *
 * <pre>{@code
 * Authorization: Bearer rlscim_…           the standard form, in upper or lower case
 * Authorization: rlscim_…                  Okta's "Header" mode, pasted without a scheme
 * Authorization: Bearer Bearer rlscim_…    Okta's wizard adds Bearer to a pasted "Bearer rlscim_…"
 * }</pre>
 */
record BearerToken(String value, Optional<WarningType> warning) {
  private static final String SCHEME = "bearer ";

  /** Empty without a header, or without a token in it. */
  static Optional<BearerToken> of(String header) {
    if (header == null || header.isBlank()) {
      return Optional.empty();
    }
    String value = header.strip();
    int schemes = 0;
    while (value.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      value = value.substring(SCHEME.length()).strip();
      schemes++;
    }
    if (value.isEmpty() || value.equalsIgnoreCase("bearer")) {
      return Optional.empty();
    }
    return Optional.of(
        new BearerToken(
            value,
            switch (schemes) {
              case 0 -> Optional.of(WarningType.BARE_TOKEN);
              case 1 -> Optional.empty();
              default -> Optional.of(WarningType.DOUBLED_BEARER);
            }));
  }
}
