package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.faces.application.ViewExpiredException;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Checks each request for a page: TLS, a host that belongs to a tenant, and that a form comes from
 * a page of this session. Both {@code Origin} and a token in the form must be right. The checks of
 * headers come first, the body is read last.
 */
@WebFilter("/*")
public class ConsoleFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int MAX_FORM_BYTES = 65_536;

  /** Enough for the longest user name, password and link, with all characters encoded. */
  private static final int MAX_ANONYMOUS_FORM_BYTES = 16_384;

  private static final List<String> METHODS = List.of("GET", "HEAD", "POST");

  private static final String POLICY = "Content-Security-Policy";

  /** The form's field with {@link SignedIn#formToken()}. */
  static final String FORM_TOKEN = "form-token";

  /** PrimeFaces' script puts it into every form. */
  private static final String NONCE = "primefaces.nonce";

  private static final String FACES_PARAMETERS = "jakarta.faces.";
  private static final String VIEW_STATE = FACES_PARAMETERS + "ViewState";

  /** Why a request was refused, as a key of the message bundle; the error page tells it. */
  static final String REFUSAL = "com.ransomleak.provisioning.console.refusal";

  private static final Rejection FORGED =
      new Rejection(HttpServletResponse.SC_FORBIDDEN, "error.forged");

  @Inject private transient PublicAddress.Reader addresses;
  @Inject private transient Tenants tenants;
  @Inject private transient TenantSettings settings;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!ConsolePath.isPage(request)) {
      chain.doFilter(request, response);
      return;
    }
    request.setCharacterEncoding("UTF-8");
    PublicAddress address = addresses.read(request);
    secure(response);
    if (address.scheme().equals("https")) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    Optional<Rejection> rejection = fromHeaders(request, address).or(() -> fromParameters(request));
    if (rejection.isPresent()) {
      reject(request, response, rejection.get());
      return;
    }
    try {
      chain.doFilter(request, new OnePolicy(response));
    } catch (ServletException e) {
      // Pages have no state: a request that names one does not come from a page of ours.
      if (!(e.getRootCause() instanceof ViewExpiredException)) {
        throw e;
      }
      reject(request, response, FORGED);
    }
  }

  /**
   * Everything that can be checked before the body is read: a client that sends its body slowly
   * must not hold a thread, so only requests that a page of this console can have sent get that
   * far.
   */
  private Optional<Rejection> fromHeaders(HttpServletRequest request, PublicAddress address) {
    if (address.malformed().isPresent()) {
      return Rejection.of(HttpServletResponse.SC_BAD_REQUEST, "error.400");
    }
    if (!address.secure()) {
      return Rejection.of(HttpServletResponse.SC_FORBIDDEN, "error.plain");
    }
    if (address.tenant(tenants, settings).isEmpty()) {
      return Rejection.of(HttpServletResponse.SC_NOT_FOUND, "error.noTenant");
    }
    if (!METHODS.contains(request.getMethod())) {
      return Rejection.of(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "error.method");
    }
    if (!ConsolePath.isOpen(request) && !isSignedIn(request)) {
      // The server's constraints come first; this is for paths that they do not name.
      return Rejection.of(HttpServletResponse.SC_NOT_FOUND, "error.404");
    }
    return isForm(request) ? fromFormHeaders(request, address) : Optional.empty();
  }

  private static Optional<Rejection> fromFormHeaders(
      HttpServletRequest request, PublicAddress address) {
    if (!isFromHere(request, address)) {
      return Optional.of(FORGED);
    }
    if (!isFormType(request.getContentType())) {
      return Rejection.of(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "error.type");
    }
    long length = request.getContentLengthLong();
    if (length < 0) {
      return Rejection.of(HttpServletResponse.SC_LENGTH_REQUIRED, "error.length");
    }
    return length > (isSignedIn(request) ? MAX_FORM_BYTES : MAX_ANONYMOUS_FORM_BYTES)
        ? Rejection.of(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "error.large")
        : Optional.empty();
  }

  /** Reads the body of a form. */
  private static Optional<Rejection> fromParameters(HttpServletRequest request) {
    boolean accepted = !hasStrangeParameters(request) && (!isForm(request) || isOurs(request));
    return accepted ? Optional.empty() : Optional.of(FORGED);
  }

  /**
   * Pages may show secrets and people: no cache keeps them. Nothing may run until Faces says
   * otherwise ({@link OnePolicy}).
   */
  static void secure(HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Referrer-Policy", "same-origin");
    response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    response.setHeader(
        POLICY,
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
  }

  private static boolean isForm(HttpServletRequest request) {
    return request.getMethod().equals("POST");
  }

  /**
   * Parameters of Faces that no page of ours sends. It takes any request with a state of a view for
   * a form, also one that a link made.
   */
  private static boolean hasStrangeParameters(HttpServletRequest request) {
    return Collections.list(request.getParameterNames()).stream()
        .filter(name -> name.startsWith(FACES_PARAMETERS))
        .anyMatch(name -> !isForm(request) || !name.equals(VIEW_STATE));
  }

  /** Whether the browser says that a page of this host sent the form; other clients can lie. */
  private static boolean isFromHere(HttpServletRequest request, PublicAddress address) {
    String origin = request.getHeader("Origin");
    return origin == null
        ? "same-origin".equals(request.getHeader("Sec-Fetch-Site"))
        : origin.equals(address.origin());
  }

  private static boolean isFormType(String type) {
    return type != null
        && type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded");
  }

  private static boolean isOurs(HttpServletRequest request) {
    return isNonce(request.getParameter(NONCE))
        && (!ConsolePath.isAdmin(request) || carriesToken(request));
  }

  /** A UUID in Base64, as PrimeFaces makes and expects it; it becomes part of a header. */
  private static boolean isNonce(String nonce) {
    if (nonce == null || !nonce.matches("[A-Za-z0-9+/]{48}")) {
      return false;
    }
    String text = new String(Base64.getDecoder().decode(nonce), StandardCharsets.US_ASCII);
    return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  }

  private static boolean isSignedIn(HttpServletRequest request) {
    return request.getAttribute(ConsoleAuthentication.SIGNED_IN) != null;
  }

  private static boolean carriesToken(HttpServletRequest request) {
    String sent = request.getParameter(FORM_TOKEN);
    return sent != null
        && request.getAttribute(ConsoleAuthentication.SIGNED_IN) instanceof SignedIn signedIn
        && MessageDigest.isEqual(
            sent.getBytes(StandardCharsets.UTF_8),
            signedIn.formToken().getBytes(StandardCharsets.UTF_8));
  }

  private static void reject(
      HttpServletRequest request, HttpServletResponse response, Rejection rejection)
      throws IOException {
    if (rejection.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
      response.setHeader("Allow", String.join(", ", METHODS));
    }
    request.setAttribute(REFUSAL, rejection.key());
    response.sendError(rejection.status());
  }

  /**
   * Why a request is rejected.
   *
   * @param key of the message bundle, for the error page
   */
  private record Rejection(int status, String key) {
    static Optional<Rejection> of(int status, String key) {
      return Optional.of(new Rejection(status, key));
    }
  }

  /**
   * PrimeFaces adds its policy for the page: it counts in place of the strict one, not beside it.
   */
  private static class OnePolicy extends HttpServletResponseWrapper {
    OnePolicy(HttpServletResponse response) {
      super(response);
    }

    @Override
    public void addHeader(String name, String value) {
      if (name.equals(POLICY)) {
        setHeader(name, value);
      } else {
        super.addHeader(name, value);
      }
    }
  }
}
