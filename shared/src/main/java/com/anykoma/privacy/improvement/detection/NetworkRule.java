package com.anykoma.privacy.improvement.detection;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import java.util.regex.Pattern;

/** IP addresses of versions 4 and 6, and MAC addresses in six groups. */
final class NetworkRule {
  private static final double VALID = 0.95;
  private static final int MAC_LENGTH = 17;
  private static final int MAX_GROUP = 4;
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IP4 = Pattern.compile("(?:" + OCTET + "\\.){3}" + OCTET);

  private NetworkRule() {}

  /** Adds the IPv4 address that begins with the first group, unless it is a version's number. */
  static void findIp4(ScannedText text, DigitGroups groups, Keyword before, Findings findings) {
    int start = groups.start(0);
    boolean isDotted = groups.dividedBy(".") >= 4;
    int end = isDotted && before != Keyword.VERSION ? text.matchEnd(IP4, start) : -1;
    if (end > 0 && Characters.endsNumber(text, end)) {
      findings.add(SpanType.IP, start, end, VALID);
    }
  }

  /** Adds the MAC address whose first group ends before this hyphen or colon. */
  static void findMac(ScannedText text, int separatorAt, Findings findings) {
    char separator = text.at(separatorAt);
    int start = separatorAt - 2;
    boolean hasLetter = separator == ':';
    for (int i = 0; i < MAC_LENGTH; i++) {
      char c = text.at(start + i);
      if (i % 3 == 2 ? c != separator : !Characters.isAscii(c, Characters.HEX)) {
        return;
      }
      hasLetter |= Characters.isLetter(c);
    }
    int end = start + MAC_LENGTH;
    if (hasLetter
        && !isGroupBefore(text, start, separator)
        && !Characters.isAlphanumeric(text.at(start - 1))
        && !Characters.isAlphanumeric(text.at(end))
        && text.at(end) != separator) {
      findings.add(SpanType.MAC, start, end, VALID);
    }
  }

  /** Whether another group of two stands before, and not a word with a colon. */
  private static boolean isGroupBefore(ScannedText text, int start, char separator) {
    return text.at(start - 1) == separator
        && Characters.isAscii(text.at(start - 2), Characters.HEX)
        && Characters.isAscii(text.at(start - 3), Characters.HEX)
        && !Characters.isAlphanumeric(text.at(start - 4));
  }

  /**
   * Adds the IPv6 address around the first colon of a run of hexadecimal digits and colons.
   *
   * @return the end of the run
   */
  static int findIp6(ScannedText text, int colon, Findings findings) {
    int start = colon;
    while (start > colon - MAX_GROUP && Characters.isAscii(text.at(start - 1), Characters.HEX)) {
      start--;
    }
    int end = colon;
    while (text.at(end) == ':' || Characters.isAscii(text.at(end), Characters.HEX)) {
      end++;
    }
    int last = text.at(end - 1) == ':' && text.at(end - 2) != ':' ? end - 1 : end;
    if (Characters.isAlphanumeric(text.at(start - 1)) && text.at(colon + 1) != ':') {
      start = colon + 1; // a word such as "address:" stands before
    }
    if (start < last
        && !Characters.isAlphanumeric(text.at(start - 1))
        && Characters.endsNumber(text, last)
        && isIp6(text, start, last)) {
      findings.add(SpanType.IP, start, last, VALID);
    }
    return end;
  }

  /** Eight groups, or two to seven with one empty place; at least one decimal digit. */
  private static boolean isIp6(ScannedText text, int start, int end) {
    String address = text.substring(start, end);
    return address.indexOf(':') < address.lastIndexOf(':')
        && address.chars().anyMatch(Character::isDigit)
        && Splitter.on(':').omitEmptyStrings().splitToStream(address).limit(2).count() == 2
        && InetAddresses.isInetAddress(address);
  }
}
