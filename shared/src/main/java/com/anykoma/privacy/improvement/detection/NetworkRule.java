package com.anykoma.privacy.improvement.detection;

/** IP addresses of versions 4 and 6, and MAC addresses in six groups. */
final class NetworkRule {
  private static final double VALID = 0.95;
  private static final int MAC_LENGTH = 17;
  private static final int IP4_GROUPS = 4;
  private static final int IP6_GROUPS = 8;

  private NetworkRule() {}

  /** Adds the IPv4 address that begins with this digit, unless it is the number of a version. */
  static void findIp4(ScannedText text, int start, Keyword before, Findings findings) {
    int at = start;
    for (int group = 1; group <= IP4_GROUPS; group++) {
      int end = at;
      int value = 0;
      while (Characters.isDigit(text.at(end)) && end < at + IP4_GROUPS) {
        value = value * 10 + text.at(end++) - '0';
      }
      boolean zero = text.at(at) == '0' && end > at + 1;
      if (end == at || value > 255 || zero || (group < IP4_GROUPS && text.at(end) != '.')) {
        return;
      }
      at = group < IP4_GROUPS ? end + 1 : end;
    }
    if (Characters.endsNumber(text, at) && before != Keyword.VERSION) {
      findings.add(SpanType.IP, start, at, VALID);
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
    while (start > colon - IP4_GROUPS && Characters.isAscii(text.at(start - 1), Characters.HEX)) {
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
    if (!Characters.isAlphanumeric(text.at(start - 1))
        && Characters.endsNumber(text, last)
        && isIp6(text, start, last)) {
      findings.add(SpanType.IP, start, last, VALID);
    }
    return end;
  }

  /** Eight groups of at most four digits, or fewer with one empty place; at least one decimal. */
  private static boolean isIp6(ScannedText text, int start, int end) {
    int groups = 0;
    int gaps = 0;
    int size = 0;
    boolean decimal = false;
    for (int i = start; i < end; i++) {
      char c = text.at(i);
      if (c != ':') {
        groups += size == 0 ? 1 : 0;
        size++;
        decimal |= Characters.isDigit(c);
      } else {
        gaps += text.at(i + 1) == ':' && i + 1 < end ? 1 : 0;
        size = 0;
      }
      if (size > 4 || groups > IP6_GROUPS || gaps > 1) {
        return false;
      }
    }
    boolean leading = text.at(start) == ':' && text.at(start + 1) != ':';
    return decimal && !leading && (gaps == 0 ? groups == IP6_GROUPS : groups >= 2 && groups < 8);
  }
}
