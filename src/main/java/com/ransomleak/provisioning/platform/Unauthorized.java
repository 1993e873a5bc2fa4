package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.Tolerance;
import com.ransomleak.provisioning.tenant.ApiTokens;

/**
 * 401 with the challenge of RFC 6750 section 3: without an error code when no token came, with
 * {@code invalid_token} otherwise.
 */
class Unauthorized extends ScimException {
  private static final long serialVersionUID = 1L;
  private static final String REALM = "Bearer realm=\"SCIM\"";

  private final String challenge;

  /** Whether there was none, so that nobody can have used one that is wrong. */
  boolean isTokenMissing() {
    return !challenge.contains("error=");
  }

  private Unauthorized(String challenge, String detail) {
    super(401, null, detail);
    this.challenge = challenge;
  }

  static Unauthorized noToken() {
    return new Unauthorized(
        REALM, "No token was sent. Set the header Authorization to: Bearer <token>");
  }

  /**
   * In the same words for a token nobody has, for another tenant's, and on a host that is no
   * tenant's.
   */
  static Unauthorized unknownToken(BearerToken sent) {
    String hint =
        sent.tolerance().filter(Tolerance.BARE_TOKEN::equals).isPresent()
            ? " The header carries no scheme; it should read: Bearer <token>"
            : " Check that the whole token was pasted, and that the base URL is this tenant's own.";
    return new Unauthorized(
        REALM + ", error=\"invalid_token\"", "The token is not valid here." + hint);
  }

  /** Said only on the host of the tenant whose token it was. */
  static Unauthorized deadToken(ApiTokens.State state) {
    String detail =
        state == ApiTokens.State.EXPIRED
            ? "The token has expired. Generate a new one and paste it into the identity provider."
            : "The token was revoked or replaced by a newer one. Paste the current token into the"
                + " identity provider, or generate a new one.";
    return new Unauthorized(REALM + ", error=\"invalid_token\"", detail);
  }

  String challenge() {
    return challenge;
  }
}
