package com.ransomleak.provisioning.http;

import com.ransomleak.provisioning.settings.NetworkList;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The headers of trusted proxies. Several lines of a header are one list, which is read from the
 * right: the nearest proxy wrote the last value. While a value names a trusted proxy, that proxy
 * wrote the value before it. Values further left come from the client and are ignored.
 *
 * <p>{@code Forwarded} (RFC 7239) is not read, because a proxy that does not know it passes on the
 * header of the client.
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
  static ForwardedHeaders read(HttpServletRequest request, NetworkList proxies) {
    List<String> addresses = values(request, FOR);
    String client = request.getRemoteAddr();
    int trustedHops = 0;
    while (proxies.contains(client)) {
      trustedHops++;
      Optional<String> previous =
          fromRight(addresses, trustedHops).flatMap(NetworkList::forwardedAddress);
      if (previous.isEmpty()) {
        // Without a usable value the outermost proxy counts as the client.
        break;
      }
      client = previous.get();
    }
    return new ForwardedHeaders(
        client,
        writtenByOutermost(values(request, PROTO), trustedHops),
        writtenByOutermost(values(request, HOST), trustedHops));
  }

  /** Whether a request has any of these headers. */
  static boolean areIn(HttpServletRequest request) {
    return request.getHeader(FOR) != null
        || request.getHeader(PROTO) != null
        || request.getHeader(HOST) != null;
  }

  /** Whether a request has any header that proxies add. */
  static boolean areFromProxy(HttpServletRequest request) {
    return Collections.list(request.getHeaderNames()).stream()
        .map(name -> name.toLowerCase(Locale.ROOT))
        .anyMatch(
            name ->
                name.startsWith("x-forwarded")
                    || name.startsWith("x-real-ip")
                    || name.equals("forwarded")
                    || name.equals("via"));
  }

  /** A proxy that overwrites the header leaves one value, which is then used. */
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
