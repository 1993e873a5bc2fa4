package com.ransomleak.provisioning.http;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;

/** Whom an address stands for when attempts are counted. */
public final class Network {
  private Network() {}

  /**
   * The address itself, or the network of 64 bits of an IPv6 address: who has one has them all.
   * What is no address stays as it is.
   */
  public static String of(String source) {
    IPAddress address = new IPAddressString(source).getAddress();
    return address == null || !address.isIPv6() || address.toIPv6().isIPv4Mapped()
        ? source
        : address.toPrefixBlock(64).toString();
  }
}
