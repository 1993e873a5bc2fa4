package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.SessionCookie;
import com.ransomleak.provisioning.account.Sessions;
import com.ransomleak.provisioning.account.SignedIn;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.store.FailureKind;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.AuthenticationStatus;
import jakarta.security.enterprise.authentication.mechanism.http.HttpAuthenticationMechanism;
import jakarta.security.enterprise.authentication.mechanism.http.HttpMessageContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one mechanism of Jakarta Security: a cookie becomes a signed-in user with permissions, which
 * the constraints of {@code web.xml} ask for. {@link ConsoleAuthModule} calls it for pages only.
 */
@ApplicationScoped
public class ConsoleAuthentication implements HttpAuthenticationMechanism {
  /** Where the request carries its {@link SignedIn}, if anybody is. */
  static final String SIGNED_IN = SignedIn.class.getName();

  /** The page asks by itself, to stay fresh; nobody may be there. */
  static final String LIVE = "X-Live";

  private static final int OUTAGE_PAUSE_SECONDS = 5;

  @Inject private Sessions sessions;
  @Inject private Tenants tenants;
  @Inject private TenantSettings settings;
  @Inject private PublicAddress.Reader addresses;

  @Override
  public AuthenticationStatus validateRequest(
      HttpServletRequest request, HttpServletResponse response, HttpMessageContext context) {
    if (addresses.read(request).malformed().isPresent()) {
      return answer(response, HttpServletResponse.SC_BAD_REQUEST);
    }
    if (!tenants.areLoaded()) {
      return unavailable(response);
    }
    try {
      Optional<SignedIn> signedIn = signedIn(request);
      if (signedIn.isPresent()) {
        request.setAttribute(SIGNED_IN, signedIn.get());
        Set<String> permissions =
            signedIn.get().permissions().stream().map(Enum::name).collect(Collectors.toSet());
        return context.notifyContainerAboutLogin(signedIn.get(), permissions);
      }
      return context.isProtected() ? askToSignIn(request, response) : context.doNothing();
    } catch (RuntimeException e) {
      if (FailureKind.of(e) == FailureKind.OTHER) {
        throw e;
      }
      return unavailable(response);
    }
  }

  private Optional<SignedIn> signedIn(HttpServletRequest request) {
    PublicAddress address = addresses.read(request);
    boolean visit = request.getHeader(LIVE) == null;
    return SessionCookie.read(request, address)
        .flatMap(
            secret ->
                address
                    .tenant(tenants, settings)
                    .flatMap(
                        tenant -> sessions.find(tenant.id(), tenant.subdomain(), secret, visit)));
  }

  private static AuthenticationStatus askToSignIn(
      HttpServletRequest request, HttpServletResponse response) {
    if (request.getHeader(LIVE) != null) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return end(response);
    }
    String page = request.getRequestURI();
    String query = request.getQueryString();
    String to = request.getMethod().equals("GET") && query != null ? page + "?" + query : page;
    // What a form was to do is not done after signing in: the person looks at the page first.
    String reason = request.getMethod().equals("GET") ? "" : "&over=true";
    SeeOther.answer(
        response,
        request.getContextPath()
            + ConsolePath.SIGN_IN
            + "?to="
            + URLEncoder.encode(to, StandardCharsets.UTF_8)
            + reason);
    return end(response);
  }

  /** Sends the response now: WildFly would read the body of the request first. */
  private static AuthenticationStatus end(HttpServletResponse response) {
    try {
      response.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }

  private static AuthenticationStatus unavailable(HttpServletResponse response) {
    response.setIntHeader("Retry-After", OUTAGE_PAUSE_SECONDS);
    return answer(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE);
  }

  private static AuthenticationStatus answer(HttpServletResponse response, int status) {
    try {
      response.sendError(status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }
}
