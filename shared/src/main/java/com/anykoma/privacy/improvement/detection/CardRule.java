package com.anykoma.privacy.improvement.detection;

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
  private static final int[][] ISSUERS = {
    {180000, 180099, 15, 15}, // JCB
    {213100, 213199, 15, 15},
    {220000, 220499, 16, 19}, // Mir
    {222100, 272099, 16, 16}, // Mastercard
    {300000, 305999, 14, 14}, // Diners Club
    {309500, 309599, 14, 14},
    {340000, 349999, 15, 15}, // American Express
    {352800, 358999, 16, 19}, // JCB
    {360000, 369999, 14, 14}, // Diners Club
    {370000, 379999, 15, 15}, // American Express
    {380000, 399999, 14, 16}, // Diners Club
    {400000, 499999, 16, 16}, // Visa
    {400000, 499999, 19, 19},
    {500000, 509999, 16, 19}, // Maestro, Elo, RuPay
    {510000, 559999, 16, 16}, // Mastercard
    {560000, 589999, 16, 19}, // Maestro
    {600000, 699999, 16, 19}, // Discover, UnionPay, Maestro, RuPay
    {810000, 829999, 16, 19}, // UnionPay, RuPay
  };

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
