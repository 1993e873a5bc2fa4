package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.console.ErrorPage;
import com.ransomleak.provisioning.http.Network;
import com.ransomleak.provisioning.http.PublicAddress;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets the console use a part of the server's HTTP threads only, and one client a quarter of that
 * part, so that SCIM and {@code /health} answer while somebody attacks the console. The last
 * quarter is for people who are signed in. Requests beyond these limits are answered with 503.
 */
public class ConsoleLimitFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final int CLIENT_SHARE = 4;
  private static final int PAUSE_SECONDS = 5;

  @Inject private transient PublicAddress.Reader addresses;
  @Inject private transient DeploymentSettings settings;

  private transient Semaphore free;
  private final transient ConcurrentHashMap<String, Integer> used = new ConcurrentHashMap<>();

  @Override
  public void init() {
    free = new Semaphore(settings.consoleRequests());
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!RequestPath.isConsole(request)) {
      chain.doFilter(request, response);
      return;
    }
    String client = Network.of(addresses.read(request).client());
    boolean signedIn = request.getUserPrincipal() != null;
    if (!enter(client, signedIn)) {
      response.setIntHeader("Retry-After", PAUSE_SECONDS);
      ErrorPage.explain(request, "error.busy");
      HttpRefusal.reject(
          503,
          "The console is processing too many requests. Try again in some seconds.",
          request,
          response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      leave(client);
    }
  }

  private boolean enter(String client, boolean signedIn) {
    if (!free.tryAcquire()) {
      return false;
    }
    int share = settings.consoleRequests() / CLIENT_SHARE;
    boolean reserved = !signedIn && free.availablePermits() < share;
    if (used.merge(client, 1, Integer::sum) <= share && !reserved) {
      return true;
    }
    leave(client);
    return false;
  }

  private void leave(String client) {
    used.computeIfPresent(client, (name, count) -> count == 1 ? null : count - 1);
    free.release();
  }
}
