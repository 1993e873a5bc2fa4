package com.ransomleak.provisioning.http;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;

/** The network of a client for counting attempts. */
public final class Network {
  private Network() {}

  /**
   * An IPv4 address is unchanged. IPv6 clients are counted by /64 network, because one client
   * usually controls all its addresses. Other text is unchanged.
   */
  public static String of(String source) {
    IPAddress address = new IPAddressString(source).getAddress();
    return address == null || !address.isIPv6() || address.toIPv6().isIPv4Mapped()
        ? source
        : address.toPrefixBlock(64).toString();
  }
}
