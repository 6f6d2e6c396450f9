package com.anykoma.privacy.retention.pseudonym;

import java.util.Objects;
import java.util.Optional;

/**
 * The network of an IP address, {@code 203.0.113.0/24} or {@code 2001:db8:1::/48}, in the canonical
 * text of RFC 5952. It replaces an address that was needed for security (P14, P21). A network may
 * still identify a connection, so {@link #toString} does not print it.
 */
public record NetworkAddress(String value) {
  private static final int IPV4_BITS = 24;

  /** Providers assign a /48 to one site. */
  private static final int IPV6_BITS = 48;

  /** A 6to4 address, {@code 2002:V4ADDR::/48}, has an IPv4 address after its first 16 bits. */
  private static final int IPV4_IN_6TO4_BITS = 16 + IPV4_BITS;

  public NetworkAddress {
    Objects.requireNonNull(value);
    if (!truncate(value).equals(Optional.of(value))) {
      throw new IllegalArgumentException(
          "not the canonical text of an IPv4 /24 or IPv6 /48 network");
    }
  }

  /**
   * Truncates an IP address to its network. A network is truncated to the prefix length above if it
   * is longer, and returned unchanged otherwise. Reads the forms that servers log: {@code
   * 203.0.113.7}, {@code 203.0.113.7:443}, {@code 2001:db8::1}, {@code fe80::1%eth0}, {@code
   * [2001:db8::1]:443}. Makes no DNS request.
   *
   * @param address untrusted text of any length
   * @return the network; empty if the text is neither an address nor a network
   */
  public static Optional<NetworkAddress> of(String address) {
    return truncate(address).map(NetworkAddress::new);
  }

  private static Optional<String> truncate(String address) {
    return IpAddress.parse(address).map(NetworkAddress::truncate);
  }

  private static String truncate(IpAddress address) {
    int bits = address.is6to4() ? IPV4_IN_6TO4_BITS : address.isIpv4() ? IPV4_BITS : IPV6_BITS;
    return address.network(Math.min(bits, address.prefix()));
  }

  @Override
  public String toString() {
    return "[network]";
  }
}
