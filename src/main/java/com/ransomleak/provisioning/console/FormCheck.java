package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.http.Forms;
import com.ransomleak.provisioning.http.PublicAddress;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;

/**
 * Checks that a form comes from a page of this session: both {@code Origin} and the token in the
 * form must be right. Headers are checked before the body is read, because a client that sends its
 * body slowly must not hold a thread.
 */
final class FormCheck {
  static final String FORGED = "error.403.form";

  /** Fits the longest user name, password and link, with all characters encoded. */
  private static final int MAX_ANONYMOUS_BYTES = 16_384;

  private static final String FACES_PARAMETERS = "jakarta.faces.";
  private static final String VIEW_STATE = FACES_PARAMETERS + "ViewState";

  private FormCheck() {}

  /** The key of the error in the message bundle, or null for a good form or another request. */
  static String error(HttpServletRequest request, PublicAddress address) {
    boolean form = request.getMethod().equals("POST");
    String error = form ? headerError(request, address) : null;
    if (error != null) {
      return error;
    }
    // This reads the body.
    boolean accepted = hasOnlyKnownParameters(request, form) && (!form || isFromOwnPage(request));
    return accepted ? null : FORGED;
  }

  private static String headerError(HttpServletRequest request, PublicAddress address) {
    if (!isSameOrigin(request, address)) {
      return FORGED;
    }
    if (!Forms.isForm(request)) {
      return "error.415";
    }
    long length = request.getContentLengthLong();
    if (length < 0) {
      return "error.411";
    }
    boolean anonymous = CurrentUser.of(request) == null;
    return length > (anonymous ? MAX_ANONYMOUS_BYTES : Forms.MAX_BYTES) ? "error.413" : null;
  }

  /** Whether the browser says that a page of this host sent the form. Other clients can lie. */
  private static boolean isSameOrigin(HttpServletRequest request, PublicAddress address) {
    String origin = request.getHeader("Origin");
    return origin == null
        ? "same-origin".equals(request.getHeader("Sec-Fetch-Site"))
        : origin.equals(address.origin());
  }

  /** Faces handles every request with a view state as a form, even one that comes from a link. */
  private static boolean hasOnlyKnownParameters(HttpServletRequest request, boolean form) {
    return Collections.list(request.getParameterNames()).stream()
        .filter(name -> name.startsWith(FACES_PARAMETERS))
        .allMatch(name -> form && name.equals(VIEW_STATE));
  }

  /** Checks what the script of PrimeFaces and the tag {@code c:form} put into every form. */
  private static boolean isFromOwnPage(HttpServletRequest request) {
    return isNonce(request.getParameter("primefaces.nonce"))
        && (!ConsolePath.isAdmin(request) || hasToken(request));
  }

  /** A UUID in Base64, as PrimeFaces creates it. PrimeFaces copies it into a header. */
  private static boolean isNonce(String nonce) {
    return nonce != null
        && nonce.matches("[A-Za-z0-9+/]{48}")
        && new String(Base64.getDecoder().decode(nonce), StandardCharsets.US_ASCII)
            .matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  private static boolean hasToken(HttpServletRequest request) {
    String sent = request.getParameter("form-token");
    SignedIn user = CurrentUser.of(request);
    return sent != null
        && user != null
        && MessageDigest.isEqual(
            sent.getBytes(StandardCharsets.UTF_8),
            user.formToken().getBytes(StandardCharsets.UTF_8));
  }
}
