package com.anykoma.privacy.improvement.detection;

import java.util.regex.Pattern;

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

  private static final Pattern NUMBER = Pattern.compile("\\d{3}([ .-]?)\\d{2}\\1\\d{4}");
  private static final Pattern ISSUED =
      Pattern.compile("(?!000|666|9)\\d{3}([ .-]?)(?!00)\\d{2}\\1(?!0000)\\d{4}");

  private SsnRule() {}

  /** Adds the number that begins with the first group. */
  static void find(ScannedText text, DigitGroups groups, Keyword before, Findings findings) {
    int start = groups.start(0);
    boolean divided = groups.count() > 2 && groups.size(0) == 3 && groups.size(1) == 2;
    int issued = divided || groups.size(0) == 9 ? text.matchEnd(ISSUED, start) : -1;
    boolean valid = issued > 0;
    int end = valid || before != Keyword.SSN ? issued : text.matchEnd(NUMBER, start);
    if (end < 0 || !Characters.endsNumber(text, end)) {
      return;
    }
    char separator = text.at(start + 3);
    double score = valid && separator == '-' ? HYPHENS : valid && separator == ' ' ? SPACES : 0;
    if (before == Keyword.SSN) {
      score = valid ? NAMED : OUT_OF_RANGE;
    }
    if (score > 0) {
      findings.add(SpanType.SSN, start, end, score);
    }
  }
}
