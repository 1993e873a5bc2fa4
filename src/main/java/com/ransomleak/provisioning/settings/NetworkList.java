package com.ransomleak.provisioning.settings;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.AddressStringParameters.RangeParameters;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A list of addresses and networks, and how addresses of peers are read and compared. */
public final class NetworkList {
  /** One address in its usual form; the library also reads ranges, wildcards and short forms. */
  private static final IPAddressStringParameters ADDRESS = parameters().toParams();

  private static final IPAddressStringParameters NETWORK =
      parameters().allowPrefix(true).toParams();

  /** Some proxies append the port: {@code 192.0.2.7:4711}, {@code [2001:db8::7]:4711}. */
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([^\\]]+)](?::\\d{1,5})?|([^:]+):\\d{1,5}");

  private final List<IPAddress> networks;

  private NetworkList(List<IPAddress> networks) {
    this.networks = networks;
  }

  /**
   * Reads {@code 10.0.0.0/8,192.0.2.7}.
   *
   * @throws IllegalArgumentException when an element is neither an address nor a network
   */
  public static NetworkList parse(String list) {
    List<IPAddress> networks = new ArrayList<>();
    for (String network : list.split(",", -1)) {
      if (!network.isBlank()) {
        try {
          networks.add(new IPAddressString(network.strip(), NETWORK).toAddress().toPrefixBlock());
        } catch (AddressStringException e) {
          throw new IllegalArgumentException(
              "\"" + network.strip() + "\" is not an address or network such as 10.0.0.0/8.", e);
        }
      }
    }
    return new NetworkList(List.copyOf(networks));
  }

  public boolean contains(String address) {
    IPAddress peer = address(address);
    return peer != null && networks.stream().anyMatch(network -> network.contains(peer));
  }

  /**
   * The networks of this list that have addresses in common with the other list. A loopback network
   * that is only partly in the other list is left out: clients on this machine choose their
   * address.
   */
  public List<String> overlap(NetworkList other) {
    return networks.stream()
        .filter(
            network ->
                other.networks.stream()
                    .anyMatch(
                        theirs ->
                            theirs.contains(network)
                                || (network.contains(theirs) && !network.isLoopback())))
        .map(IPAddress::toCanonicalString)
        .toList();
  }

  public static boolean isLoopback(String address) {
    IPAddress peer = address(address);
    return peer != null && peer.isLoopback();
  }

  /** The address in a value of {@code X-Forwarded-For}; empty when it contains none. */
  public static Optional<String> forwardedAddress(String forwarded) {
    Matcher withPort = WITH_PORT.matcher(forwarded);
    String text =
        !withPort.matches()
            ? forwarded
            : withPort.group(1) == null ? withPort.group(2) : withPort.group(1);
    return Optional.ofNullable(address(text)).map(IPAddress::toCanonicalString);
  }

  /** Null for a host name. An IPv4 address that is mapped into IPv6 becomes that IPv4 address. */
  private static IPAddress address(String text) {
    IPAddress address = new IPAddressString(text, ADDRESS).getAddress();
    return address != null && address.isIPv6() && address.toIPv6().isIPv4Mapped()
        ? address.toIPv6().getEmbeddedIPv4Address()
        : address;
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
            .setRangeOptions(RangeParameters.NO_RANGE);
    parameters.getIPv4AddressParametersBuilder().allow_inet_aton(false);
    parameters.getIPv6AddressParametersBuilder().allowZone(false);
    return parameters;
  }
}
