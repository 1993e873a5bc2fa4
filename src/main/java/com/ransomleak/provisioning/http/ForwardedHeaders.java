package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.settings.TrustedProxies;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the trusted proxies in front say about a request. Each header may come in several lines,
 * which count as one list. The list is read from the right: the last value is what the nearest
 * proxy wrote, and as long as a value names a trusted proxy, the value before it is what that proxy
 * wrote. Everything further left is the client's own claim and is ignored.
 *
 * <p>{@code Forwarded} (RFC 7239) is not read: a proxy that only knows the other headers would pass
 * on the client's own one.
 *
 * @param client the address of the client
 * @param proto empty when no proxy sent it
 * @param host empty when no proxy sent it
 */
record ForwardedHeaders(String client, Optional<String> proto, Optional<String> host) {
  static final String FOR = "X-Forwarded-For";
  static final String PROTO = "X-Forwarded-Proto";
  static final String HOST = "X-Forwarded-Host";

  /** Reads the headers of a request whose peer is a trusted proxy. */
  static ForwardedHeaders read(HttpServletRequest request, TrustedProxies proxies) {
    List<String> addresses = values(request, FOR);
    String client = request.getRemoteAddr();
    int trustedHops = 0;
    while (proxies.contains(client)) {
      trustedHops++;
      Optional<String> previous =
          fromRight(addresses, trustedHops).flatMap(TrustedProxies::forwardedAddress);
      if (previous.isEmpty()) {
        // The outermost proxy said nothing that can be used: it is all we know.
        break;
      }
      client = previous.get();
    }
    return new ForwardedHeaders(
        client,
        writtenByOutermost(values(request, PROTO), trustedHops),
        writtenByOutermost(values(request, HOST), trustedHops));
  }

  /** Whether a request carries any of these headers. */
  static boolean areIn(HttpServletRequest request) {
    return request.getHeader(FOR) != null
        || request.getHeader(PROTO) != null
        || request.getHeader(HOST) != null;
  }

  /** A proxy that overwrites the header leaves one value; then it is that one. */
  private static Optional<String> writtenByOutermost(List<String> values, int trustedHops) {
    return fromRight(values, Math.min(trustedHops, values.size()));
  }

  /**
   * The value at this position.
   *
   * @param position 1 is the last one
   */
  private static Optional<String> fromRight(List<String> values, int position) {
    return position < 1 || position > values.size()
        ? Optional.empty()
        : Optional.of(values.get(values.size() - position));
  }

  private static List<String> values(HttpServletRequest request, String name) {
    List<String> values = new ArrayList<>();
    for (String line : Collections.list(request.getHeaders(name))) {
      for (String value : line.split(",", -1)) {
        if (!value.isBlank()) {
          values.add(value.strip());
        }
      }
    }
    return values;
  }
}
