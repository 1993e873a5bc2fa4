package com.ransomleak.provisioning.platform;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * How requests reach this deployment, from MicroProfile Config.
 *
 * <pre>{@code
 * provisioning.trusted-proxies=10.0.0.0/8,192.0.2.7
 * provisioning.max-request-size=10485760
 * }</pre>
 */
@ApplicationScoped
public class PlatformSettings {
  static final String TRUSTED_PROXIES = "provisioning.trusted-proxies";
  static final String MAX_REQUEST_SIZE = "provisioning.max-request-size";

  /** A full push of a group of 50,000 is about 6 MB. */
  private static final int DEFAULT_MAX_REQUEST_SIZE = 10 * 1024 * 1024;

  private final List<IPAddress> trustedProxies;
  private final int maxRequestSize;

  public PlatformSettings() {
    this(ConfigProvider.getConfig());
  }

  PlatformSettings(Config config) {
    trustedProxies = networks(config.getOptionalValue(TRUSTED_PROXIES, String.class).orElse(""));
    maxRequestSize =
        size(
            config
                .getOptionalValue(MAX_REQUEST_SIZE, String.class)
                .orElse(Integer.toString(DEFAULT_MAX_REQUEST_SIZE)));
  }

  /** Whether the forwarded headers of this peer are believed; nobody's by default. */
  boolean isTrustedProxy(String address) {
    IPAddress peer = address(address);
    return peer != null && trustedProxies.stream().anyMatch(network -> network.contains(peer));
  }

  static boolean isLoopback(String address) {
    IPAddress peer = address(address);
    return peer != null
        && (peer.isLoopback()
            || (peer.isIPv6()
                && peer.toIPv6().isIPv4Mapped()
                && peer.toIPv6().getEmbeddedIPv4Address().isLoopback()));
  }

  /** Null for a name; for nothing too, which the library takes for loopback. */
  private static IPAddress address(String text) {
    return text.isEmpty() ? null : new IPAddressString(text).getAddress();
  }

  /** In bytes. */
  int maxRequestSize() {
    return maxRequestSize;
  }

  private static List<IPAddress> networks(String list) {
    List<IPAddress> networks = new ArrayList<>();
    for (String network : list.split(",", -1)) {
      if (!network.isBlank()) {
        try {
          networks.add(new IPAddressString(network.strip()).toAddress().toPrefixBlock());
        } catch (AddressStringException e) {
          throw new IllegalStateException(
              TRUSTED_PROXIES
                  + ": \""
                  + network.strip()
                  + "\" is no address or network such as 10.0.0.0/8.",
              e);
        }
      }
    }
    return List.copyOf(networks);
  }

  private static int size(String text) {
    try {
      int size = Integer.parseInt(text.strip());
      if (size >= 65_536) {
        return size;
      }
    } catch (NumberFormatException e) {
      throw new IllegalStateException(
          MAX_REQUEST_SIZE + ": \"" + text + "\" is no number of bytes.", e);
    }
    throw new IllegalStateException(MAX_REQUEST_SIZE + " must be at least 65536 bytes.");
  }
}
