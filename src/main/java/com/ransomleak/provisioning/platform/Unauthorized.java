package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.activity.Action;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.WarningType;
import com.ransomleak.provisioning.store.TenantId;
import com.ransomleak.provisioning.tenant.ApiTokens;
import com.ransomleak.provisioning.tenant.ApiTokens.Purpose;
import com.ransomleak.provisioning.tenant.TokenVerifier.VerifiedToken;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * 401 with the challenge of RFC 6750 section 3: without an error code when no token came, with
 * {@code invalid_token} otherwise.
 */
class Unauthorized extends ScimException {
  private static final long serialVersionUID = 1L;
  private static final String INVALID = ", error=\"invalid_token\"";
  static final Action NO_TOKEN = Action.REJECTED_TOKEN_MISSING;
  private static final Action UNKNOWN_TOKEN = Action.REJECTED_TOKEN_UNKNOWN;

  private final Action action;
  private final UUID token;

  private Unauthorized(Purpose purpose, String error, Action action, UUID token, String detail) {
    super(
        401,
        null,
        detail,
        Map.of(
            "WWW-Authenticate",
            "Bearer realm=\"" + (isScim(purpose) ? "SCIM" : purpose.word()) + "\"" + error));
    this.action = action;
    this.token = token;
  }

  static Unauthorized noToken(Purpose purpose) {
    return new Unauthorized(
        purpose,
        "",
        NO_TOKEN,
        null,
        isScim(purpose)
            ? "No token was sent. Set the header Authorization to: Bearer <token>"
            : "Nobody is signed in to the console here, and no "
                + kind(purpose)
                + " token was sent. Set the header Authorization to: Bearer <token>");
  }

  /**
   * Why a token opens nothing.
   *
   * @param token empty when nobody has it
   * @param tenant whose host the request was sent to
   */
  static Unauthorized of(
      Optional<VerifiedToken> token, BearerToken sent, TenantId tenant, Purpose purpose) {
    if (token.isEmpty() || !token.get().isOf(tenant)) {
      return unknownToken(purpose, sent);
    }
    return token.get().purpose() == purpose
        ? retiredToken(token.get())
        : otherPurpose(purpose, token.get().purpose());
  }

  /**
   * In the same words for a token nobody has, for another tenant's, and on a host that is no
   * tenant's.
   */
  static Unauthorized unknownToken(Purpose purpose, BearerToken sent) {
    String hint =
        sent.warning().filter(WarningType.BARE_TOKEN::equals).isPresent()
            ? " The header carries no scheme; it should read: Bearer <token>"
            : " Check that the whole token was pasted, and that the base URL is this tenant's own.";
    return new Unauthorized(
        purpose, INVALID, UNKNOWN_TOKEN, null, "The token is not valid here." + hint);
  }

  /** Said only on the host of the tenant whose token it was. */
  private static Unauthorized otherPurpose(Purpose expected, Purpose sent) {
    String token =
        switch (sent) {
          case SCIM -> "This is the token for SCIM provisioning";
          case REPORTS -> "This is a report token";
          case ACTIVITY -> "This is an activity token";
        };
    String remedy =
        switch (expected) {
          case SCIM ->
              ": it reads below /api/v1 and opens nothing here. Paste the token of the page SCIM"
                  + " provisioning into the identity provider.";
          case REPORTS ->
              ", which reads no reports. Generate a report token on the console's page Report"
                  + " access.";
          case ACTIVITY ->
              ", which does not read the activity. Generate an activity token on the console's page"
                  + " Activity access.";
        };
    return new Unauthorized(
        expected,
        INVALID,
        Action.REJECTED_TOKEN_OF_OTHER_KIND,
        // A report token in the wrong place says nothing of how the provider's token is.
        null,
        token + remedy);
  }

  /** Said only on the host of the tenant whose token it was. */
  private static Unauthorized retiredToken(VerifiedToken token) {
    String place =
        switch (token.purpose()) {
          case SCIM -> " into the identity provider";
          case REPORTS -> " where reports are read";
          case ACTIVITY -> " where the activity is read";
        };
    String detail =
        token.state() == ApiTokens.State.EXPIRED
            ? "The token has expired. Generate a new one and paste it" + place + "."
            : "The token was revoked or replaced by a newer one. Paste the current token"
                + place
                + ", or generate a new one.";
    return new Unauthorized(token.purpose(), INVALID, Action.REJECTED, token.id(), detail);
  }

  /** Whether no token was sent, so that nobody can have used a wrong one. */
  boolean isTokenMissing() {
    return action == NO_TOKEN;
  }

  boolean isTokenUnknown() {
    return action == UNKNOWN_TOKEN;
  }

  /** The id of a token of this tenant and purpose that is not accepted any more, or null. */
  UUID token() {
    return token;
  }

  /** What the activity calls it, when nobody's token was accepted. */
  Action action() {
    return action;
  }

  private static String kind(Purpose purpose) {
    return purpose == Purpose.REPORTS ? "report" : "activity";
  }

  private static boolean isScim(Purpose purpose) {
    return purpose == Purpose.SCIM;
  }
}
