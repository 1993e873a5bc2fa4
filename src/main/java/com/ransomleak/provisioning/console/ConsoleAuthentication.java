package com.ransomleak.provisioning.console;

import com.ransomleak.provisioning.account.ConsoleCookie;
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
 * The authentication mechanism for Jakarta Security: turns the session cookie into a signed-in user
 * with permissions, which are the roles in the constraints of {@code web.xml}. {@link
 * ConsoleAuthModule} calls it for pages only.
 */
@ApplicationScoped
public class ConsoleAuthentication implements HttpAuthenticationMechanism {
  /** The attribute of the request that contains the {@link SignedIn} of its session. */
  static final String SIGNED_IN = SignedIn.class.getName();

  /** The header of requests that a script sends to update a page: the user may be away. */
  static final String LIVE = "X-Live";

  private static final int RETRY_AFTER_SECONDS = 5;

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
      return context.isProtected() ? redirectToSignIn(request, response) : context.doNothing();
    } catch (RuntimeException e) {
      if (FailureKind.of(e) == FailureKind.OTHER) {
        throw e;
      }
      return unavailable(response);
    }
  }

  private Optional<SignedIn> signedIn(HttpServletRequest request) {
    PublicAddress address = addresses.read(request);
    boolean isVisit = request.getHeader(LIVE) == null;
    return ConsoleCookie.SESSION
        .read(request, address)
        .flatMap(
            secret ->
                address
                    .tenant(tenants, settings)
                    .flatMap(
                        tenant -> sessions.find(tenant.id(), tenant.subdomain(), secret, isVisit)));
  }

  private AuthenticationStatus redirectToSignIn(
      HttpServletRequest request, HttpServletResponse response) {
    if (request.getHeader(LIVE) != null) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
      return end(response);
    }
    String page = request.getRequestURI();
    String query = request.getQueryString();
    String to = query == null ? page : page + "?" + query;
    boolean isForm = !request.getMethod().equals("GET");
    if (isForm) {
      // A form is not sent again after signing in. Its own address lacks filters of the page.
      to = addresses.read(request).referringPage(request).orElse(to);
    }
    SeeOther.answer(
        response,
        request.getContextPath()
            + ConsolePath.SIGN_IN
            + "?to="
            + URLEncoder.encode(to, StandardCharsets.UTF_8)
            + (isForm ? "&over=true" : hasSessionCookie(request) ? "&over=page" : ""));
    return end(response);
  }

  private boolean hasSessionCookie(HttpServletRequest request) {
    return ConsoleCookie.SESSION.read(request, addresses.read(request)).isPresent();
  }

  /** Sends the response now, because WildFly would read the body of the request first. */
  private static AuthenticationStatus end(HttpServletResponse response) {
    try {
      response.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return AuthenticationStatus.SEND_CONTINUE;
  }

  private static AuthenticationStatus unavailable(HttpServletResponse response) {
    response.setIntHeader("Retry-After", RETRY_AFTER_SECONDS);
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
