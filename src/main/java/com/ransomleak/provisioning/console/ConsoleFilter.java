package com.ransomleak.provisioning.console;

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
import java.util.List;

/**
 * Checks each request for a page: it must use TLS, its host must belong to a tenant, and a form
 * must come from a page of this session ({@link FormCheck}).
 */
@WebFilter("/*")
public class ConsoleFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final List<String> METHODS = List.of("GET", "HEAD", "POST");
  private static final String ERROR = ErrorPage.VIEW.replace(".xhtml", "");
  private static final String POLICY = "Content-Security-Policy";

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
    String error = error(request, address);
    if (error == null) {
      error = FormCheck.error(request, address);
    }
    if (error != null) {
      reject(request, response, error);
      return;
    }
    try {
      chain.doFilter(request, new OnePolicy(response));
    } catch (ServletException e) {
      // Pages have no state, so a form with a view state does not come from a page of this console.
      if (!(e.getRootCause() instanceof ViewExpiredException)) {
        throw e;
      }
      reject(request, response, FormCheck.FORGED);
    }
  }

  /** The key of the error in the message bundle, which contains its status, or null. */
  private String error(HttpServletRequest request, PublicAddress address) {
    if (address.malformed().isPresent()) {
      return "error.400";
    }
    if (!address.secure()) {
      return "error.403.insecure";
    }
    if (address.tenant(tenants, settings).isEmpty()) {
      return "error.404.tenant";
    }
    if (!METHODS.contains(request.getMethod())) {
      return "error.405";
    }
    // The constraints of web.xml are checked first. This covers paths that they do not list.
    boolean isKnown = ConsolePath.isOpen(request) || CurrentUser.of(request) != null;
    return isKnown && !ConsolePath.isPage(request, ERROR) ? null : "error.404";
  }

  private static void reject(HttpServletRequest request, HttpServletResponse response, String error)
      throws IOException {
    int status = Integer.parseInt(error.split("\\.", 3)[1]);
    if (status == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
      response.setHeader("Allow", String.join(", ", METHODS));
    }
    ErrorPage.explain(request, error);
    response.sendError(status);
  }

  /**
   * Sets the headers of every page. Pages may contain secrets and personal data, so no cache keeps
   * them. Scripts are forbidden until PrimeFaces sets the policy of the page ({@link OnePolicy}).
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

  /** Replaces the strict policy with that of PrimeFaces, which would add a second header. */
  static class OnePolicy extends HttpServletResponseWrapper {
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
