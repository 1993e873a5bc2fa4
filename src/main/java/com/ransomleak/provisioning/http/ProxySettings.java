package com.ransomleak.provisioning.http;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Which proxies stand in front, from MicroProfile Config.
 *
 * <pre>{@code provisioning.trusted-proxies=10.0.0.0/8,192.0.2.7}</pre>
 */
@ApplicationScoped
public class ProxySettings {
  static final String TRUSTED_PROXIES = "provisioning.trusted-proxies";

  private final List<IPAddress> trustedProxies;

  public ProxySettings() {
    this(ConfigProvider.getConfig());
  }

  public ProxySettings(Config config) {
    trustedProxies = networks(config.getOptionalValue(TRUSTED_PROXIES, String.class).orElse(""));
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
}
