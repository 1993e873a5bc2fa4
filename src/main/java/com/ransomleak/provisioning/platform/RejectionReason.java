package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.servlet.http.HttpServletRequest;

/** Why a request was rejected: one of few words, without data of the request. */
final class RejectionReason {
  static final String NONE = "none";
  private static final String ATTRIBUTE = "provisioning.rejection-reason";

  private RejectionReason() {}

  /** Notes the error for the end of the request. */
  static void note(HttpServletRequest request, ScimException error) {
    request.setAttribute(ATTRIBUTE, of(error));
  }

  /** Notes that the client disconnected before it had the whole response. */
  static void noteDisconnected(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, "disconnected");
  }

  /** The word that was noted, or else the status. */
  static String of(HttpServletRequest request, int status) {
    if (status < 400) {
      return NONE;
    }
    return request.getAttribute(ATTRIBUTE) instanceof String noted
        ? noted
        : Integer.toString(status);
  }

  private static String of(ScimException error) {
    if (error instanceof TooManyRequests tooMany) {
      return switch (tooMany.reason()) {
        case FAILED_TOKENS -> "failedTokens";
        case AT_ONCE -> "concurrentRequests";
        case BYTES_IN_FLIGHT -> "requestBytes";
        case PER_SECOND -> "requestRate";
      };
    }
    if (error instanceof Unauthorized unauthorized) {
      return switch (unauthorized.action()) {
        case REJECTED_TOKEN_MISSING -> "tokenMissing";
        case REJECTED_TOKEN_UNKNOWN -> "tokenUnknown";
        case REJECTED_TOKEN_OF_OTHER_KIND -> "tokenOfOtherKind";
        default -> "tokenExpiredOrRevoked";
      };
    }
    if (error instanceof HttpRefusal.Paused) {
      return "paused";
    }
    return error.type().map(ScimType::keyword).orElseGet(() -> Integer.toString(error.status()));
  }
}
