package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.settings.DeploymentSettings;
import com.ransomleak.provisioning.settings.NetworkList;
import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The address of a request as the client knows it: from the Host header, or from the forwarded
 * headers of trusted proxies (H-08).
 *
 * @param secure whether the client uses TLS, or is on this machine
 * @param malformed the name of an invalid header; then scheme and host are those of the connection
 */
public record PublicAddress(
    String scheme, String host, String client, boolean secure, Optional<String> malformed) {

  /** Reads the address of requests. */
  @ApplicationScoped
  public static class Reader {
    private static final Logger LOG = System.getLogger(PublicAddress.class.getName());
    private static final String ATTRIBUTE = PublicAddress.class.getName();
    private static final long WARNING_INTERVAL = Duration.ofMinutes(1).toNanos();

    private NetworkList proxies;
    private final AtomicLong lastWarning = new AtomicLong(System.nanoTime() - WARNING_INTERVAL);

    protected Reader() {}

    @Inject
    Reader(DeploymentSettings settings) {
      this.proxies = settings.trustedProxies();
    }

    /** Reads a request once. The result names a malformed header. */
    public PublicAddress read(HttpServletRequest request) {
      if (request.getAttribute(ATTRIBUTE) instanceof PublicAddress known) {
        return known;
      }
      PublicAddress address = readHeaders(request);
      request.setAttribute(ATTRIBUTE, address);
      return address;
    }

    /** Whether a peer of the list sent the request itself, and does not forward it. */
    public static boolean isDirectlyFrom(NetworkList peers, HttpServletRequest request) {
      return peers.contains(request.getRemoteAddr()) && !ForwardedHeaders.areFromProxy(request);
    }

    private PublicAddress readHeaders(HttpServletRequest request) {
      String peer = request.getRemoteAddr();
      String ownHost = host(request);
      if (!proxies.contains(peer)) {
        warnOfUntrustedProxy(request, peer);
        return new PublicAddress(
                request.getScheme(),
                ownHost,
                peer,
                request.isSecure() || NetworkList.isLoopback(peer),
                Optional.empty())
            .checked("Host");
      }
      ForwardedHeaders forwarded = ForwardedHeaders.read(request, proxies);
      String scheme =
          forwarded.proto().map(p -> p.toLowerCase(Locale.ROOT)).orElse(request.getScheme());
      boolean local = forwarded.proto().isEmpty() && NetworkList.isLoopback(peer);
      return new PublicAddress(
              scheme,
              forwarded.host().orElse(ownHost),
              forwarded.client(),
              scheme.equals("https") || local,
              Optional.empty())
          .checked(forwarded.host().isPresent() ? ForwardedHeaders.HOST : "Host");
    }

    /** A proxy on this machine that is not trusted is probably a mistake of the operator. */
    private void warnOfUntrustedProxy(HttpServletRequest request, String peer) {
      long last = lastWarning.get();
      long now = System.nanoTime();
      if (ForwardedHeaders.areIn(request)
          && NetworkList.isLoopback(peer)
          && now - last >= WARNING_INTERVAL
          && lastWarning.compareAndSet(last, now)) {
        LOG.log(
            Level.WARNING,
            "X-Forwarded-* headers from {0} are ignored: provisioning.trusted-proxies does not list"
                + " this address. If a proxy runs there, add it; until then every client seems to"
                + " be {0}.",
            peer);
      }
    }

    /** With a port that is not the default; HTTP/2 has no Host header. */
    private static String host(HttpServletRequest request) {
      String header = request.getHeader("Host");
      if (header != null) {
        return header;
      }
      int ownPort = request.getScheme().equals("https") ? 443 : 80;
      int port = request.getServerPort();
      return request.getServerName() + (port == ownPort ? "" : ":" + port);
    }
  }

  private PublicAddress checked(String hostHeader) {
    boolean knownScheme = scheme.equals("http") || scheme.equals("https");
    if (knownScheme && (host == null || HostHeader.isValid(host))) {
      return this;
    }
    return new PublicAddress(
        knownScheme ? scheme : "http",
        "",
        client,
        secure,
        Optional.of(knownScheme ? hostHeader : ForwardedHeaders.PROTO));
  }

  /**
   * This address, if its headers are valid.
   *
   * @throws ScimException 400 naming the malformed header
   */
  public PublicAddress requireWellFormed() {
    if (malformed.isPresent()) {
      throw new ScimException(
          400,
          malformed.get().equals(ForwardedHeaders.PROTO)
              ? "The header X-Forwarded-Proto must be http or https. Correct it in the proxy."
              : "The header "
                  + malformed.get()
                  + " must be a host name with an optional port, such as acme.example.com."
                  + (malformed.get().equals("Host") ? "" : " Correct it in the proxy."));
    }
    return this;
  }

  /**
   * The tenant of the host. An unknown host gets the same response as a request without a token
   * (N-06).
   */
  public Optional<Tenant> tenant(Tenants tenants, TenantSettings settings) {
    String name = hostName();
    String suffix = "." + settings.baseDomain();
    if (name.endsWith(suffix)) {
      return tenants.bySubdomain(name.substring(0, name.length() - suffix.length()));
    }
    // Only localhost and loopback addresses fall back to a tenant.
    boolean bare = name.equals("localhost") || NetworkList.isLoopback(name);
    return bare ? settings.subdomainOfBareHost().flatMap(tenants::bySubdomain) : Optional.empty();
  }

  /** Sets this address in UriInfo, because the server does not know the address of the proxy. */
  public void rebase(ContainerRequestContext request) {
    URI base = request.getUriInfo().getBaseUri();
    if (host != null && !base.toString().startsWith(scheme + "://" + host + "/")) {
      URI publicBase = URI.create(scheme + "://" + host + base.getRawPath());
      URI uri = request.getUriInfo().getRequestUri();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      request.setRequestUri(publicBase, publicBase.resolve(uri.getRawPath() + query));
    }
  }

  /** {@code https://acme.example.com/scim/v2}. */
  public String baseUrl(String contextPath) {
    return origin() + contextPath + "/scim/v2";
  }

  /** {@code https://acme.example.com}, as in the header Origin. */
  public String origin() {
    return scheme + "://" + (host == null ? "" : host.toLowerCase(Locale.ROOT));
  }

  /** The path and query of the page of this host that a link or form was on, if it is known. */
  public Optional<String> referringPage(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("Referer"))
        .filter(page -> page.startsWith(origin() + "/"))
        .map(page -> page.substring(origin().length()));
  }

  private String hostName() {
    if (host == null) {
      return "";
    }
    String name = host.strip().toLowerCase(Locale.ROOT);
    if (name.startsWith("[")) {
      return name.substring(1, Math.max(1, name.indexOf(']')));
    }
    int colon = name.lastIndexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }
}
