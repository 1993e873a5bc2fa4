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

/**
 * What every page asks of a request before it is looked at: TLS, a host that belongs to a tenant,
 * and of a form that it comes from a page of this session. Both the browser's word for it ({@code
 * Origin}) and a token in the form must be right.
 */
@WebFilter("/*")
public class ConsoleFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int GREATEST_FORM_BYTES = 65_536;

  private static final String POLICY = "Content-Security-Policy";

  /** The form's field with {@link SignedIn#formToken()}. */
  static final String FORM_TOKEN = "form-token";

  /** PrimeFaces' script puts it into every form. */
  private static final String NONCE = "primefaces.nonce";

  private static final String FACES_PARAMETERS = "jakarta.faces.";
  private static final String VIEW_STATE = FACES_PARAMETERS + "ViewState";

  /** Why a request was refused, as a key of the message bundle; the error page tells it. */
  static final String REFUSAL = "com.ransomleak.provisioning.console.refusal";

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
    if (address.malformed().isPresent()) {
      refuse(request, response, HttpServletResponse.SC_BAD_REQUEST, "error.400");
    } else if (!address.secure()) {
      refuse(request, response, HttpServletResponse.SC_FORBIDDEN, "error.plain");
    } else if (address.tenant(tenants, settings).isEmpty()) {
      refuse(request, response, HttpServletResponse.SC_NOT_FOUND, "error.noTenant");
    } else if (!ConsolePath.isOpen(request) && !isSignedIn(request)) {
      // The server's constraints come first; this is for whatever they do not know.
      refuse(request, response, HttpServletResponse.SC_NOT_FOUND, "error.404");
    } else if (isForm(request) && request.getContentLengthLong() > GREATEST_FORM_BYTES) {
      refuse(request, response, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "error.large");
    } else if (isForm(request) && request.getContentLengthLong() < 0) {
      // A body would be read to its end, however far that is.
      refuse(request, response, HttpServletResponse.SC_LENGTH_REQUIRED, "error.length");
    } else if (hasStrangeParameters(request) || (isForm(request) && !isOurs(request, address))) {
      refuse(request, response, HttpServletResponse.SC_FORBIDDEN, "error.forged");
    } else {
      try {
        chain.doFilter(request, new OnePolicy(response));
      } catch (ServletException e) {
        // Our pages have no state: whatever names one was not sent by a page of ours.
        if (!(e.getRootCause() instanceof ViewExpiredException)) {
          throw e;
        }
        refuse(request, response, HttpServletResponse.SC_FORBIDDEN, "error.forged");
      }
    }
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
    return !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
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

  private static boolean isOurs(HttpServletRequest request, PublicAddress address) {
    String origin = request.getHeader("Origin");
    boolean fromHere =
        origin == null
            ? "same-origin".equals(request.getHeader("Sec-Fetch-Site"))
            : origin.equals(address.origin());
    return fromHere
        && isNonce(request.getParameter(NONCE))
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

  private static void refuse(
      HttpServletRequest request, HttpServletResponse response, int status, String key)
      throws IOException {
    request.setAttribute(REFUSAL, key);
    response.sendError(status);
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
