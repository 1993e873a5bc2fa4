package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.http.Forms;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Before all filters that read a request, for SCIM, reports, pages and files alike; {@code web.xml}
 * names it, because the order of annotated filters is not defined. Rejects requests that HTTP
 * itself forbids, bounds the time in which a body arrives, and sets the headers that every response
 * has.
 */
public class RequestGuard extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final Pattern MALFORMED_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern DOT_SEGMENT =
      Pattern.compile("(?:^|/)(?:\\.|%2[eE]){1,2}(?:[/;]|$)");

  @Inject private transient PublicAddress.Reader addresses;
  @Inject private transient DeploymentSettings settings;
  @Inject private transient CurrentRequest current;

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    response.setHeader("X-Content-Type-Options", "nosniff");
    PublicAddress address = addresses.read(request);
    if (address.scheme().equals("https")) {
      response.setHeader("Strict-Transport-Security", "max-age=31536000");
    }
    // Also for an error page: the server rejects a user without permission before any filter.
    current.set(request);
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      chain.doFilter(request, response);
      return;
    }
    Optional<String> flaw = flaw(request, address);
    if (flaw.isPresent()) {
      HttpRefusal.reject(400, flaw.get(), request, response);
      return;
    }
    EarlyResponse early = new EarlyResponse(request, response);
    boolean console = RequestPath.isConsole(request);
    if (!console && Forms.isForm(request)) {
      // JAX-RS would look into such a body before our filters know who sends it.
      early.sendError(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE);
      return;
    }
    HttpServletRequest timed =
        console
            ? new TimedForm(request, settings.formTimeLimit(), early)
            : new TimedRequest(request, settings.bodyTimeLimit(), early);
    current.set(timed);
    try {
      chain.doFilter(timed, early);
    } catch (SlowBodyException e) {
      HttpRefusal.reject(e.status(), e.detail(), request, early);
    } catch (IOException e) {
      if (!console) {
        throw e;
      }
      // The client is gone, or does not read: the server would log a stack trace.
      if (!response.isCommitted()) {
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      }
    }
  }

  /** A fault of the request that does not depend on its sender. */
  private static Optional<String> flaw(HttpServletRequest request, PublicAddress address) {
    String method = request.getMethod();
    if (!method.equals(method.toUpperCase(Locale.ROOT))) {
      // WildFly would serve it halfway: the response of such a HEAD or long GET breaks off.
      return Optional.of(
          "The method "
              + method
              + " is unknown: methods are case-sensitive (RFC 9110 section 9.1). Send "
              + method.toUpperCase(Locale.ROOT)
              + ".");
    }
    if (Collections.list(request.getHeaders("Host")).size() > 1) {
      return Optional.of("The request has several Host headers. Send one.");
    }
    if (request.getHeader("Transfer-Encoding") != null
        && request.getHeader("Content-Length") != null) {
      return Optional.of(
          "The request has both Content-Length and Transfer-Encoding. Send one of them.");
    }
    if (request.getHeader("Transfer-Encoding") != null && request.getHeader("Upgrade") != null) {
      // Payara does not find the end of such a body (TimedRequest).
      return Optional.of(
          "The request offers another protocol with Upgrade, so its body needs a Content-Length."
              + " Send one, or leave Upgrade out.");
    }
    if (isMalformed(request.getRequestURI()) || isMalformed(request.getQueryString())) {
      return Optional.of(
          "The URL contains a % that two hexadecimal digits do not follow. Encode it as %25.");
    }
    if (DOT_SEGMENT.matcher(request.getRequestURI()).find()) {
      // Rules about paths would see another one than the server serves.
      return Optional.of("The path contains a segment of dots only. Send the path that it means.");
    }
    try {
      address.requireWellFormed();
      return Optional.empty();
    } catch (ScimException e) {
      return Optional.of(e.detail());
    }
  }

  private static boolean isMalformed(String encoded) {
    return encoded != null && MALFORMED_ESCAPE.matcher(encoded).find();
  }
}
