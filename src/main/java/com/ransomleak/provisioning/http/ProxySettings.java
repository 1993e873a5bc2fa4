package com.ransomleak.provisioning.http;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  /** One address in its usual form; the library also knows ranges, wildcards and short forms. */
  private static final IPAddressStringParameters ADDRESS = parameters().toParams();

  private static final IPAddressStringParameters NETWORK =
      parameters().allowPrefix(true).toParams();

  /** Some proxies write the port too: {@code 192.0.2.7:4711}, {@code [2001:db8::7]:4711}. */
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]+)](?::\\d{1,5})?|([^:]+):\\d{1,5}");

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
    return peer != null && peer.isLoopback();
  }

  /** The address in a value of {@code X-Forwarded-For}; empty when it holds none. */
  static Optional<String> addressOf(String forwarded) {
    Matcher withPort = WITH_PORT.matcher(forwarded);
    String text =
        !withPort.matches()
            ? forwarded
            : withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
    return Optional.ofNullable(address(text)).map(IPAddress::toCanonicalString);
  }

  /** Null for a name. An IPv4 address that is mapped into IPv6 is that IPv4 address. */
  private static IPAddress address(String text) {
    IPAddress address = new IPAddressString(text, ADDRESS).getAddress();
    return address != null && address.isIPv6() && address.toIPv6().isIPv4Mapped()
        ? address.toIPv6().getEmbeddedIPv4Address()
        : address;
  }

  private static List<IPAddress> networks(String list) {
    List<IPAddress> networks = new ArrayList<>();
    for (String network : list.split(",", -1)) {
      if (!network.isBlank()) {
        try {
          networks.add(new IPAddressString(network.strip(), NETWORK).toAddress().toPrefixBlock());
        } catch (AddressStringException e) {
          throw new IllegalStateException(
              TRUSTED_PROXIES
                  + ": \""
                  + network.strip()
                  + "\" is not an address or network such as 10.0.0.0/8.",
              e);
        }
      }
    }
    return List.copyOf(networks);
  }

  private static IPAddressStringParameters.Builder parameters() {
    IPAddressStringParameters.Builder parameters =
        new IPAddressStringParameters.Builder()
            .allowAll(false)
            .allowEmpty(false)
            .allowMask(false)
            .allowPrefix(false)
            .allowPrefixOnly(false)
            .allowSingleSegment(false)
            .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE);
    parameters.getIPv4AddressParametersBuilder().allow_inet_aton(false);
    parameters.getIPv6AddressParametersBuilder().allowZone(false);
    return parameters;
  }
}
