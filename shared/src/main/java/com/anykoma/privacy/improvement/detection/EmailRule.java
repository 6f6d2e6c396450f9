package com.anykoma.privacy.improvement.detection;

import java.util.regex.Pattern;

/**
 * E-mail addresses, also with "(at)", "[dot]" and the like in place of the signs, or spelled out as
 * "name at example dot com".
 */
final class EmailRule {
  private static final double VALID = 0.95;
  private static final double DISGUISED = 0.85;
  private static final Pattern DOT =
      Pattern.compile("\\.| \\. | ?[(\\[{<] ?dot ?[)\\]}>] ?| dot ", Pattern.CASE_INSENSITIVE);
  private static final Pattern CLOSING_BRACKET = Pattern.compile(" ?[)\\]}>] ?");

  private EmailRule() {}

  /** Adds the address around this at sign. */
  static void findAtSign(ScannedText text, int sign, Findings findings) {
    int start = localStart(text, sign);
    int end = start < sign ? DomainNames.end(text, sign + 1) : -1;
    if (end > 0) {
      findings.add(SpanType.EMAIL, start, end, VALID);
    }
    boolean spaced = text.at(sign - 1) == ' ' && text.at(sign + 1) == ' ';
    addDisguised(text, spaced ? sign - 1 : sign, spaced ? sign + 2 : sign + 1, !spaced, findings);
  }

  /** Adds the address around this word of two letters if it is "at". */
  static void findAtWord(ScannedText text, int start, int end, Findings findings) {
    if (!Characters.matches(text, start, "at")) {
      return;
    }
    int from = bracketStart(text, start);
    int to = from < 0 ? -1 : text.matchEnd(CLOSING_BRACKET, end);
    if (to >= 0) {
      addDisguised(text, from, to, false, findings);
    } else if (text.at(start - 1) == ' ' && text.at(end) == ' ') {
      addDisguised(text, start - 1, end + 1, true, findings);
    }
  }

  private static void addDisguised(
      ScannedText text, int localEnd, int domain, boolean spelled, Findings findings) {
    int start = localStart(text, localEnd);
    if (start < localEnd) {
      int end = disguisedEnd(text, domain, spelled);
      if (end > 0) {
        findings.add(SpanType.EMAIL, start, end, DISGUISED);
      }
    }
  }

  /** The start of the local part that ends here, without punctuation in front. */
  private static int localStart(ScannedText text, int end) {
    int start = Characters.start(text, end, 0, Characters.LOCAL);
    while (start < end && !Characters.isAlphanumeric(text.at(start)) && text.at(start) != '_') {
      start++;
    }
    return start;
  }

  /**
   * The end of a domain whose dots may be written as words; -1 if there is none.
   *
   * @param spelled whether at least one dot must be a word
   */
  private static int disguisedEnd(ScannedText text, int domain, boolean spelled) {
    int found = -1;
    boolean word = false;
    int start = domain;
    while (true) {
      int end = DomainNames.labelEnd(text, start);
      if (end == start) {
        return found;
      }
      boolean known = DomainNames.TOPS.find(text, start, end) != DomainNames.Top.UNKNOWN;
      if (start > domain && known && (word || !spelled)) {
        found = end;
      }
      char sign = text.at(text.at(end) == ' ' ? end + 1 : end);
      start = ".dD([{<".indexOf(sign) < 0 ? -1 : text.matchEnd(DOT, end);
      if (start < 0) {
        return found;
      }
      word |= start > end + 1;
    }
  }

  /** The start of an opening bracket with spaces around it; -1 if there is none. */
  private static int bracketStart(ScannedText text, int at) {
    int bracket = text.at(at - 1) == ' ' ? at - 2 : at - 1;
    if ("([{<".indexOf(text.at(bracket)) < 0) {
      return -1;
    }
    return text.at(bracket - 1) == ' ' ? bracket - 1 : bracket;
  }
}
