package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.throttle.TooManyRequests;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Why a request was rejected: one of few words, without data of the request. */
final class RejectionReason {
  static final String NONE = "none";
  private static final String DISCONNECTED = "disconnected";
  private static final String PAUSED = "paused";
  private static final String DATABASE_READ_ONLY = "databaseReadOnly";
  private static final String DATABASE_FULL = "databaseFull";

  /** The reasons that the client did not cause by its request. */
  static final Set<String> OF_THE_SERVICE =
      Set.of(DISCONNECTED, PAUSED, DATABASE_READ_ONLY, DATABASE_FULL);

  private static final String ATTRIBUTE = "provisioning.rejection-reason";

  private RejectionReason() {}

  /** Notes the error for the end of the request, unless a failure behind it was noted. */
  static void note(HttpServletRequest request, ScimException error) {
    if (error.status() != 503 || request.getAttribute(ATTRIBUTE) == null) {
      request.setAttribute(ATTRIBUTE, of(error));
    }
  }

  /** Notes a database that serves reads but accepts no changes. Readiness does not show it. */
  static void note(HttpServletRequest request, Throwable thrown) {
    if (FailureKind.isReadOnly(thrown)) {
      request.setAttribute(ATTRIBUTE, DATABASE_READ_ONLY);
    } else if (FailureKind.isFull(thrown)) {
      request.setAttribute(ATTRIBUTE, DATABASE_FULL);
    }
  }

  /** Notes that the client disconnected before it had the whole response. */
  static void noteDisconnected(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, DISCONNECTED);
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
      return PAUSED;
    }
    return error.type().map(ScimType::keyword).orElseGet(() -> Integer.toString(error.status()));
  }
}
