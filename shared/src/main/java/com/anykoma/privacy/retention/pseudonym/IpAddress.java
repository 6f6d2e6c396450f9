package com.anykoma.privacy.retention.pseudonym;

import com.google.common.net.InetAddresses;
import java.math.BigInteger;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address or network parsed from text. Accepts the forms of RFC 4291 section 2.2. Ignores the
 * port, brackets or zone (RFC 4007) that logs add to them. Rejects octets with a leading zero
 * because some parsers read them as octal.
 *
 * @param address an IPv4 address mapped into IPv6 is an IPv4 address
 * @param prefix the number of significant bits; all bits for an address, fewer for a network
 */
record IpAddress(InetAddress address, int prefix) {
  /** More than any address needs, its port, brackets or zone included. */
  private static final int MAX_CHARS = 100;

  private static final Pattern IPV4 =
      Pattern.compile("(?<host>[0-9.]+)(:[0-9]{1,5}|/(?<prefix>[12]?[0-9]|3[0-2]))?");
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<host>[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)"
              + "(%[^\\]/]+|/(?<prefix>[1-9]?[0-9]|1[01][0-9]|12[0-8]))?");
  private static final Pattern BRACKETED = Pattern.compile("\\[(?<within>[^/]+)](:[0-9]{1,5})?");

  private static final InetAddress IPV6_ZERO = InetAddresses.forString("::");
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;

  static Optional<IpAddress> parse(String text) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    Matcher ipv4 = IPV4.matcher(text);
    if (ipv4.matches()) {
      return of(ipv4, IPV4_BITS);
    }
    Matcher bracketed = BRACKETED.matcher(text);
    Matcher ipv6 = IPV6.matcher(bracketed.matches() ? bracketed.group("within") : text);
    return ipv6.matches() ? of(ipv6, IPV6_BITS) : Optional.empty();
  }

  private static Optional<IpAddress> of(Matcher text, int bits) {
    if (!InetAddresses.isInetAddress(text.group("host"))) {
      return Optional.empty();
    }
    InetAddress address = InetAddresses.forString(text.group("host"));
    int prefix = Optional.ofNullable(text.group("prefix")).map(Integer::valueOf).orElse(bits);
    int mappedBits = address instanceof Inet4Address ? bits - IPV4_BITS : 0;
    return Optional.of(
        prefix >= mappedBits
            ? new IpAddress(address, prefix - mappedBits)
            : new IpAddress(IPV6_ZERO, prefix)); // a network wider than that of all mapped ones
  }

  boolean isIpv4() {
    return address instanceof Inet4Address;
  }

  /** Whether it is a 6to4 address, with an IPv4 address after its first 16 bits (RFC 3056). */
  boolean is6to4() {
    return address instanceof Inet6Address ipv6 && InetAddresses.is6to4Address(ipv6);
  }

  /** Returns the canonical text (RFC 5952) of the network of the first {@code bits} bits. */
  String network(int bits) {
    int dropped = (isIpv4() ? IPV4_BITS : IPV6_BITS) - bits;
    BigInteger kept = InetAddresses.toBigInteger(address).shiftRight(dropped).shiftLeft(dropped);
    InetAddress network =
        isIpv4() ? InetAddresses.fromIPv4BigInteger(kept) : InetAddresses.fromIPv6BigInteger(kept);
    return InetAddresses.toAddrString(network) + "/" + bits;
  }

  @Override
  public String toString() {
    return "[address]";
  }
}
