package com.ransomleak.provisioning.platform;

import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.store.ResourceId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;

/**
 * The id that finds a request in responses, in the activity and in the logs of proxies and servers.
 * A trusted proxy can send it as {@code X-Request-Id}, and the trace as {@code traceparent} (W3C
 * Trace Context). From any other peer, and when they are malformed, they are ignored.
 */
@ApplicationScoped
class RequestId {
  /** The response header, too. */
  static final String HEADER = "X-Request-Id";

  /** The request attribute, which is also a property of the JAX-RS request. */
  static final String ATTRIBUTE = "provisioning.request-id";

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{7,63}");
  private static final Pattern TRACE =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");

  @Inject private DeploymentSettings settings;

  /** The id of this request, always the same. */
  String of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof String known) {
      return known;
    }
    String sent = request.getHeader(HEADER);
    boolean accepted = sent != null && ID.matcher(sent).matches() && isTrusted(request);
    String id = accepted ? sent : ResourceId.next().toString();
    request.setAttribute(ATTRIBUTE, id);
    return id;
  }

  /** The id of the trace; null without one. */
  String trace(HttpServletRequest request) {
    String sent = request.getHeader("traceparent");
    if (sent == null || !isTrusted(request)) {
      return null;
    }
    var matcher = TRACE.matcher(sent);
    return matcher.matches() ? matcher.group(1) : null;
  }

  private boolean isTrusted(HttpServletRequest request) {
    return settings.trustedProxies().contains(request.getRemoteAddr());
  }
}
