package com.anykoma.privacy.retention.pseudonym;

import com.anykoma.privacy.platform.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An IP address or network parsed from text. Accepts the forms of RFC 4291 section 2.2. Ignores the
 * port, brackets or zone (RFC 4007) that logs add to them. Rejects octets with a leading zero
 * because some parsers read them as octal.
 *
 * @param bytes 4 or 16; an IPv4 address mapped into IPv6 has 4
 * @param prefix the number of significant bits; all bits for an address, fewer for a network
 */
record IpAddress(Bytes bytes, int prefix) {
  /** More than any address needs, its port, brackets or zone included. */
  private static final int MAX_CHARS = 100;

  private static final Pattern IPV4 =
      Pattern.compile(
          "(?<host>OCTET\\.OCTET\\.OCTET\\.OCTET)(:PORT|/(?<prefix>[12]?[0-9]|3[0-2]))?"
              .replace("OCTET", "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])")
              .replace("PORT", "[0-9]{1,5}"));
  private static final Pattern IPV6 =
      Pattern.compile(
          "(?<host>[0-9A-Fa-f:.]+)(%[^\\]/]+|/(?<prefix>[1-9]?[0-9]|1[01][0-9]|12[0-8]))?");
  private static final Pattern BRACKETED = Pattern.compile("\\[(?<within>[^/]+)](:[0-9]{1,5})?");
  private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;
  private static final int GROUPS = 8;
  private static final int HEX = 16;
  private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

  static Optional<IpAddress> parse(String text) {
    if (text.length() > MAX_CHARS) {
      return Optional.empty();
    }
    Matcher ipv4 = IPV4.matcher(text);
    if (ipv4.matches()) {
      return Optional.of(of(ipv4Bytes(ipv4.group("host")), ipv4.group("prefix")));
    }
    Matcher bracketed = BRACKETED.matcher(text);
    Matcher ipv6 = IPV6.matcher(bracketed.matches() ? bracketed.group("within") : text);
    return ipv6.matches()
        ? ipv6Bytes(ipv6.group("host")).map(bytes -> of(bytes, ipv6.group("prefix")))
        : Optional.empty();
  }

  private static IpAddress of(byte[] bytes, @Nullable String prefix) {
    int bits = prefix == null ? bytes.length * Byte.SIZE : Integer.parseInt(prefix);
    boolean mapped =
        bytes.length == IPV6_BYTES
            && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
            && bits >= MAPPED.length * Byte.SIZE;
    return mapped
        ? new IpAddress(
            Bytes.of(Arrays.copyOfRange(bytes, MAPPED.length, IPV6_BYTES)),
            bits - MAPPED.length * Byte.SIZE)
        : new IpAddress(Bytes.of(bytes), bits);
  }

  private static byte[] ipv4Bytes(String text) {
    String[] octets = text.split("\\.", -1);
    byte[] bytes = new byte[IPV4_BYTES];
    for (int i = 0; i < IPV4_BYTES; i++) {
      bytes[i] = (byte) Integer.parseInt(octets[i]);
    }
    return bytes;
  }

  /** Parses eight groups; {@code ::} may stand for one run of zeros. */
  private static Optional<byte[]> ipv6Bytes(String text) {
    Optional<String> hex = withoutDots(text);
    if (hex.isEmpty()) {
      return Optional.empty();
    }
    String all = hex.get();
    int gap = all.indexOf("::");
    List<String> groups = groups(gap < 0 ? all : all.substring(0, gap));
    List<String> last = gap < 0 ? List.of() : groups(all.substring(gap + 2));
    int missing = GROUPS - groups.size() - last.size();
    if (gap < 0 ? missing != 0 : missing < 1) {
      return Optional.empty();
    }
    for (int i = 0; i < missing; i++) {
      groups.add("0");
    }
    groups.addAll(last);
    return groups.stream().allMatch(each -> GROUP.matcher(each).matches())
        ? Optional.of(bytes(groups))
        : Optional.empty();
  }

  private static List<String> groups(String text) {
    return text.isEmpty() ? new ArrayList<>() : new ArrayList<>(List.of(text.split(":", -1)));
  }

  /** Rewrites an IPv4 address at the end of the text as two groups. */
  private static Optional<String> withoutDots(String text) {
    if (text.indexOf('.') < 0) {
      return Optional.of(text);
    }
    int end = text.lastIndexOf(':') + 1;
    Matcher ipv4 = IPV4.matcher(text.substring(end));
    if (!ipv4.matches() || !ipv4.group("host").equals(ipv4.group())) {
      return Optional.empty();
    }
    byte[] bytes = ipv4Bytes(ipv4.group());
    return Optional.of(text.substring(0, end) + hex(bytes, 0) + ":" + hex(bytes, 2));
  }

  private static byte[] bytes(List<String> groups) {
    byte[] bytes = new byte[IPV6_BYTES];
    for (int i = 0; i < GROUPS; i++) {
      int group = Integer.parseInt(groups.get(i), HEX);
      bytes[2 * i] = (byte) (group >> Byte.SIZE);
      bytes[2 * i + 1] = (byte) group;
    }
    return bytes;
  }

  private static String hex(byte[] bytes, int at) {
    return Integer.toHexString((bytes[at] & 0xFF) << Byte.SIZE | (bytes[at + 1] & 0xFF));
  }

  boolean isIpv4() {
    return bytes.toArray().length == IPV4_BYTES;
  }

  /** Whether it is a 6to4 address, with an IPv4 address after its first 16 bits (RFC 3056). */
  boolean is6to4() {
    byte[] all = bytes.toArray();
    return !isIpv4() && all[0] == 0x20 && all[1] == 0x02;
  }

  /** Returns the canonical text of the network; {@code bits} is at most 48 for IPv6. */
  String network(int bits) {
    byte[] kept = bytes.toArray();
    for (int i = 0; i < kept.length; i++) {
      int keptBits = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
      kept[i] &= (byte) (0xFF << (Byte.SIZE - keptBits));
    }
    return (isIpv4() ? dotted(kept) : shortened(kept)) + "/" + bits;
  }

  private static String dotted(byte[] bytes) {
    List<String> octets = new ArrayList<>();
    for (byte each : bytes) {
      octets.add(String.valueOf(each & 0xFF));
    }
    return String.join(".", octets);
  }

  /** Omits the zeros at the end: with at most 48 bits kept, they are the longest run (RFC 5952). */
  private static String shortened(byte[] bytes) {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < bytes.length; i += 2) {
      groups.add(hex(bytes, i));
    }
    while (!groups.isEmpty() && groups.get(groups.size() - 1).equals("0")) {
      groups.remove(groups.size() - 1);
    }
    return String.join(":", groups) + "::";
  }

  @Override
  public String toString() {
    return "[address]";
  }
}
