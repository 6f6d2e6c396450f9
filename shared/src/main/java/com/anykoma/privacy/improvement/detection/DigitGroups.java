package com.anykoma.privacy.improvement.detection;

import java.util.regex.Pattern;

/**
 * The groups of digits that begin at a place of a text, as the rules for numbers read them: at most
 * {@value #MAX_DIGITS} digits, divided by single separators. Reused for each place.
 */
final class DigitGroups {
  static final int MAX_DIGITS = 20;

  private static final Pattern SEPARATOR =
      Pattern.compile("(?:\\)[ .-]?|[ .-]?\\(|[ -]?\\r?\\n ?)(?=\\d)");

  /** Separator: a parenthesis, with or without a space, dot or hyphen. */
  static final char PARENTHESIS = '(';

  /** Separator: a line break, with or without a hyphen or a space before it or a space after it. */
  static final char LINE_BREAK = '\n';

  private final char[] digits = new char[MAX_DIGITS];
  private final char[] separators = new char[MAX_DIGITS]; // before the group; 0 before the first
  private final int[] starts = new int[MAX_DIGITS];
  private final int[] ends = new int[MAX_DIGITS];
  private final int[] totals = new int[MAX_DIGITS]; // digits up to the group's end
  private int groups;

  /** Reads the groups that begin with the digit at {@code start}; none if the first is too long. */
  void read(ScannedText text, int start) {
    groups = 0;
    int total = 0;
    int at = start;
    char separator = 0;
    while (true) {
      int end = at;
      while (Characters.isDigit(text.at(end)) && end - at + total < MAX_DIGITS) {
        digits[total + end - at] = text.at(end);
        end++;
      }
      if (end == at || Characters.isDigit(text.at(end))) {
        return;
      }
      total += end - at;
      separators[groups] = separator;
      starts[groups] = at;
      ends[groups] = end;
      totals[groups++] = total;
      char next = text.at(end);
      boolean single = isOneOf(" ./-", next) && Characters.isDigit(text.at(end + 1));
      at = end + (single ? 1 : separatorLength(text, end));
      if (at == end) {
        return;
      }
      boolean parenthesis = next == ')' || text.at(at - 1) == '(';
      separator = single ? next : parenthesis ? PARENTHESIS : LINE_BREAK;
    }
  }

  /** The length of the separator before a digit; 0 if there is none. */
  private static int separatorLength(ScannedText text, int at) {
    boolean possible =
        text.at(at) <= '.' && (isOneOf("()\r\n", text.at(at)) || isOneOf("(\r\n", text.at(at + 1)));
    return possible ? Math.max(0, text.matchEnd(SEPARATOR, at) - at) : 0;
  }

  private static boolean isOneOf(String characters, char c) {
    return characters.indexOf(c) >= 0;
  }

  /** The number of groups. */
  int count() {
    return groups;
  }

  /** The number of digits in all groups. */
  int digitCount() {
    return groups == 0 ? 0 : totals[groups - 1];
  }

  /** How many of the groups are divided by these separators only. */
  int dividedBy(String allowed) {
    int count = Math.min(groups, 1);
    while (count < groups && isOneOf(allowed, separators[count])) {
      count++;
    }
    return count;
  }

  /** The digits, without separators. */
  char[] digits() {
    return digits;
  }

  char separator(int group) {
    return separators[group];
  }

  int start(int group) {
    return starts[group];
  }

  int end(int group) {
    return ends[group];
  }

  /** The number of digits in the group. */
  int size(int group) {
    return group == 0 ? totals[0] : totals[group] - totals[group - 1];
  }

  /** The number of digits up to the end of the group. */
  int total(int group) {
    return totals[group];
  }

  /** The value of a group of at most 9 digits. */
  int value(int group) {
    return CheckDigits.value(digits, totals[group] - size(group), size(group));
  }
}
