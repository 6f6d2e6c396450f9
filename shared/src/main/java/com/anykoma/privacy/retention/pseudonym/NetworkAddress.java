package com.anykoma.privacy.retention.pseudonym;

import java.util.Objects;
import java.util.Optional;

/**
 * The network that an IP address is in: {@code 203.0.113.0/24} or {@code 2001:db8:1::/48} in the
 * canonical text of RFC 5952. It is what is left of an address that was needed for security (P14,
 * P21); a connection may still be told by it, so it never prints itself.
 */
public record NetworkAddress(String value) {
  /** The bits that are kept of an IPv4 address. */
  private static final int IPV4_BITS = 24;

  /** The bits that are kept of an IPv6 address: what one site is given. */
  private static final int IPV6_BITS = 48;

  /** A 6to4 address, {@code 2002:V4ADDR::/48}, has a whole IPv4 address after its first 16 bits. */
  private static final int IPV4_IN_6TO4_BITS = 16 + IPV4_BITS;

  /**
   * @throws IllegalArgumentException when the value is not exactly the text of such a network
   */
  public NetworkAddress {
    Objects.requireNonNull(value);
    if (!cut(value).equals(Optional.of(value))) {
      throw new IllegalArgumentException(
          "a network is an address cut to its first 24 or 48 bits, in canonical text");
    }
  }

  /**
   * The network of an IP address; of a network, itself or the wider one that is kept; empty for
   * what is neither. Never looks anything up. Reads what servers log: {@code 203.0.113.7}, {@code
   * 203.0.113.7:443}, {@code 2001:db8::1}, {@code fe80::1%eth0}, {@code [2001:db8::1]:443}.
   *
   * @param address of any length and from anybody
   */
  public static Optional<NetworkAddress> of(String address) {
    return cut(address).map(NetworkAddress::new);
  }

  private static Optional<String> cut(String address) {
    return IpAddress.read(address).map(NetworkAddress::cut);
  }

  private static String cut(IpAddress address) {
    int bits = address.is6to4() ? IPV4_IN_6TO4_BITS : address.isIpv4() ? IPV4_BITS : IPV6_BITS;
    return address.network(Math.min(bits, address.prefix()));
  }

  @Override
  public String toString() {
    return "[network]";
  }
}
