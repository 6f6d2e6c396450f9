package com.anykoma.privacy.improvement.detection;

/**
 * United States social security numbers: groups of 3, 2 and 4 digits in the ranges that the Social
 * Security Administration issues (none of all zeros; no 666 or 900 and above in front). After a
 * word such as "SSN", also without separators and out of these ranges.
 */
final class SsnRule {
  private static final double NAMED = 0.97;
  private static final double HYPHENS = 0.88;
  private static final double SPACES = 0.65;
  private static final double OUT_OF_RANGE = 0.6;

  private SsnRule() {}

  /** Adds the number that begins with the first group. */
  static void find(ScannedText text, DigitGroups groups, Keyword before, Findings findings) {
    boolean named = before == Keyword.SSN;
    int last = isWhole(groups) ? 0 : 2;
    if (!((named && last == 0) || isDivided(groups))
        || !Characters.endsNumber(text, groups.end(last))) {
      return;
    }
    boolean valid = isIssued(groups.digits());
    char separator = last == 0 ? 0 : groups.separator(1);
    double score = valid && separator == '-' ? HYPHENS : valid && separator == ' ' ? SPACES : 0;
    if (named) {
      score = valid ? NAMED : OUT_OF_RANGE;
    }
    if (score > 0) {
      findings.add(SpanType.SSN, groups.start(0), groups.end(last), score);
    }
  }

  private static boolean isWhole(DigitGroups groups) {
    return groups.size(0) == 9;
  }

  private static boolean isDivided(DigitGroups groups) {
    return groups.count() >= 3
        && groups.size(0) == 3
        && groups.size(1) == 2
        && groups.size(2) == 4
        && groups.separator(1) == groups.separator(2)
        && groups.dividedBy(" .-") >= 3;
  }

  static boolean isIssued(char[] digits) {
    int area = CheckDigits.value(digits, 0, 3);
    return area > 0
        && area != 666
        && area < 900
        && CheckDigits.value(digits, 3, 2) > 0
        && CheckDigits.value(digits, 5, 4) > 0;
  }
}
