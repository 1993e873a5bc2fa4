package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.tenant.Tenant;
import com.ransomleak.provisioning.tenant.TenantSettings;
import com.ransomleak.provisioning.tenant.Tenants;
import inet.ipaddr.HostName;
import inet.ipaddr.IPAddress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * The address under which a request reached us, as the client knows it: from the Host header, or
 * from the forwarded headers of a trusted proxy and nobody else's (H-08).
 *
 * @param secure whether the client spoke TLS, or is on this machine
 */
public record PublicAddress(String scheme, String host, String client, boolean secure) {

  /** Reads requests; knows which peers to believe. */
  @ApplicationScoped
  public static class Reader {
    @Inject private ProxySettings settings;

    public PublicAddress read(HttpServletRequest request) {
      String peer = request.getRemoteAddr();
      if (!settings.isTrustedProxy(peer)) {
        return new PublicAddress(
            request.getScheme(),
            host(request),
            peer,
            request.isSecure() || ProxySettings.isLoopback(peer));
      }
      Optional<String> proto =
          last(request.getHeader("X-Forwarded-Proto")).map(p -> p.toLowerCase(Locale.ROOT));
      String scheme = proto.orElse(request.getScheme()).equals("https") ? "https" : "http";
      String host = last(request.getHeader("X-Forwarded-Host")).orElse(host(request));
      String client = last(request.getHeader("X-Forwarded-For")).map(Reader::address).orElse(peer);
      boolean local = proto.isEmpty() && ProxySettings.isLoopback(peer);
      return new PublicAddress(scheme, host, client, scheme.equals("https") || local);
    }

    /**
     * With its port, if that is not the scheme's own; HTTP/2 has no Host header but names it
     * otherwise.
     */
    private static String host(HttpServletRequest request) {
      String header = request.getHeader("Host");
      if (header != null) {
        return header;
      }
      int ownPort = request.getScheme().equals("https") ? 443 : 80;
      int port = request.getServerPort();
      return request.getServerName() + (port == ownPort ? "" : ":" + port);
    }

    /** Some proxies write the port too: {@code 192.0.2.7:4711}, {@code [2001:db8::7]:4711}. */
    private static String address(String forwarded) {
      IPAddress address = new HostName(forwarded).asAddress();
      return address == null ? Shortened.to(64, forwarded) : address.toNormalizedString();
    }

    /** The value that the proxy next to us added; those before it are the client's own claims. */
    private static Optional<String> last(String header) {
      if (header == null || header.isBlank()) {
        return Optional.empty();
      }
      return Optional.of(header.substring(header.lastIndexOf(',') + 1).strip());
    }
  }

  /**
   * The tenant this host belongs to; empty for every other, which must look the same as one without
   * a token (N-06).
   */
  public Optional<Tenant> tenant(Tenants tenants, TenantSettings settings) {
    String name = hostName();
    String suffix = "." + settings.baseDomain();
    if (name.endsWith(suffix)) {
      return tenants.bySubdomain(name.substring(0, name.length() - suffix.length()));
    }
    // localhost or an address of this machine; a named host elsewhere never falls back to a tenant.
    boolean bare = name.equals("localhost") || ProxySettings.isLoopback(name);
    return bare ? settings.subdomainOfBareHost().flatMap(tenants::bySubdomain) : Optional.empty();
  }

  /**
   * Behind a proxy the server's own idea of its address is wrong; whoever asks UriInfo gets ours.
   */
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

  /** {@code https://acme.example.com}, as browsers name where a page came from. */
  public String origin() {
    return scheme + "://" + (host == null ? "" : host.toLowerCase(Locale.ROOT));
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
