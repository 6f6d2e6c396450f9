package com.anykoma.privacy.improvement.detection;

import java.util.Arrays;

/**
 * Payment card numbers: the length and the first digits of an issuer (ISO/IEC 7812-1), Luhn's check
 * digit, and groups as on a card. After a word such as "card", one of the three may be missing.
 */
final class CardRule {
  private static final int MIN_DIGITS = 12;
  private static final int MAX_DIGITS = 19;
  private static final double VALID = 0.99;
  private static final double NAMED = 0.9;
  private static final double MISTYPED = 0.6;

  /** Issuers: the first and last of their first six digits, then the lengths of their numbers. */
  private static final int[][] ISSUERS =
      ListFile.RULES
          .lines(
              "card issuers",
              it -> Arrays.stream(it.split(" ", -1)).mapToInt(Integer::parseInt).toArray())
          .toArray(int[][]::new);

  private CardRule() {}

  /** Adds the longest card number that begins with the first group. */
  static void find(ScannedText text, DigitGroups groups, Keyword before, Findings findings) {
    int divided = groups.dividedBy(" .-\n");
    int start = groups.start(0);
    for (int last = divided - 1; last >= 0 && groups.total(last) >= MIN_DIGITS; last--) {
      int length = groups.total(last);
      if (length <= MAX_DIGITS
          && !Characters.isAlphanumeric(text.at(groups.end(last)))
          && isGrouped(groups, last)) {
        double score = score(groups.digits(), length, before == Keyword.CARD);
        if (score > 0) {
          findings.add(SpanType.CARD, start, groups.end(last), score);
          return;
        }
      }
    }
  }

  static double score(char[] digits, int length, boolean named) {
    boolean issued = isIssued(CheckDigits.value(digits, 0, 6), length);
    if (!issued && !named) {
      return 0;
    }
    if (CheckDigits.luhn(digits, 0, length)) {
      return issued ? VALID : NAMED;
    }
    return issued && named ? MISTYPED : 0;
  }

  private static boolean isIssued(int prefix, int length) {
    for (int[] each : ISSUERS) {
      if (prefix >= each[0] && prefix <= each[1] && length >= each[2] && length <= each[3]) {
        return true;
      }
    }
    return false;
  }

  /** Equal groups with a shorter last one, 4-6-5 or 4-6-4, or one break at any place. */
  private static boolean isGrouped(DigitGroups groups, int last) {
    if (last == 1) {
      return true;
    }
    if (last == 2 && groups.size(0) == 4 && groups.size(1) == 6) {
      return groups.size(2) == 4 || groups.size(2) == 5;
    }
    for (int i = 1; i < last; i++) {
      if (groups.size(i) != groups.size(0)) {
        return false;
      }
    }
    return groups.size(last) <= groups.size(0);
  }
}
