package com.anykoma.privacy.improvement.detection;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Phone numbers: international ones, North American ones in groups of 3, 3 and 4 digits, national
 * ones that begin with 0, and any other beside a word such as "phone". libphonenumber decides
 * whether a number can exist. It is loaded with the first candidate and asked at most {@value
 * #MAX_VALIDATIONS} times per text, because an answer takes microseconds; later numbers count as
 * unconfirmed. One instance serves one text.
 */
final class PhoneRule {
  static final int MAX_VALIDATIONS = 40;

  private static final double VALID = 0.95;
  private static final double NAMED = 0.8;
  private static final double NATIONAL = 0.7;
  private static final double UNCONFIRMED = 0.6;
  private static final String SEPARATORS = " ./-(";
  private static final int MIN_DIGITS = 7;
  private static final int MIN_INTERNATIONAL = 8;
  private static final int MAX_NATIONAL = 12;
  private static final int MAX_INTERNATIONAL = 15; // ITU-T E.164
  private static final int MAX_TRIES = 3;
  private static final int MAX_GAP = 3;
  private static final String INTERNATIONAL = "ZZ";
  private static final List<String> REGIONS = List.of("GB", "DE", "FR", "IT", "AU", "JP");
  private static final Pattern EXTENSION =
      Pattern.compile(
          " ?(?:extension|ext\\.?|x|#) ?\\d{1,6}(?![\\d" + Characters.ALPHABETIC + "])",
          Pattern.CASE_INSENSITIVE);

  private final ScannedText text;
  private final DigitGroups groups;
  private final Findings findings;
  private int end;
  private int validations;

  PhoneRule(ScannedText text, DigitGroups groups, Findings findings) {
    this.text = text;
    this.groups = groups;
    this.findings = findings;
  }

  /** Adds the number that begins with the first group, unless that belongs to another number. */
  void find(Keyword before) {
    int usable = groups.dividedBy(SEPARATORS);
    if (groups.start(0) < end || groups.total(usable - 1) < MIN_DIGITS) {
      return;
    }
    int start = start(groups.start(0));
    if (!Characters.startsNumber(text, start)) {
      return;
    }
    boolean named = before == Keyword.PHONE || before == Keyword.NUMBER;
    boolean plus = text.at(start) == '+' || text.at(groups.start(0) - 1) == '+';
    boolean found =
        (plus && international(usable, start, 0, true, named))
            || (isPrefixed() && international(usable, start, 2, named, named))
            || northAmerican(usable, start);
    if (!found && !isWithinNumbers(start) && !isDate(usable)) {
      national(usable, start, named);
    }
  }

  /** Includes a plus sign and a parenthesis, in either order. */
  private int start(int digits) {
    char before = text.at(digits - 1);
    if (before != '+' && before != '(') {
      return digits;
    }
    return text.at(digits - 2) == '+' + '(' - before ? digits - 2 : digits - 1;
  }

  private boolean isPrefixed() {
    char[] digits = groups.digits();
    return digits[0] == '0' && digits[1] == '0' && digits[2] != '0';
  }

  private boolean isWithinNumbers(int start) {
    return text.at(start - 1) == ' ' && Characters.isDigit(text.at(start - 2));
  }

  /** Years, and days with a month and a year. */
  private boolean isDate(int usable) {
    if (usable >= 3 && groups.size(1) <= 2 && groups.size(0) + groups.size(2) <= 6) {
      int middle = groups.value(1);
      return (isYear(0) && middle <= 12) || (isYear(2) && middle <= 31 && groups.value(0) <= 31);
    }
    return usable == 2 && isYear(0) && isYear(1);
  }

  private boolean isYear(int group) {
    return groups.size(group) == 4 && groups.value(group) >= 1900 && groups.value(group) < 2100;
  }

  /**
   * Adds the longest valid number, or else the longest, if {@code sure} that one is meant.
   *
   * @param prefix the number of digits before the country code
   */
  private boolean international(int usable, int start, int prefix, boolean sure, boolean named) {
    int longest = -1;
    int tries = 0;
    for (int last = usable - 1; last >= 0 && tries < MAX_TRIES; last--) {
      int length = groups.total(last) - prefix;
      if (length >= MIN_INTERNATIONAL && length <= MAX_INTERNATIONAL && isEnd(last)) {
        tries++;
        if (isValid("+" + new String(groups.digits(), prefix, length), INTERNATIONAL)) {
          return add(start, last, VALID);
        }
        longest = Math.max(longest, last);
      }
    }
    return sure && longest >= 0 && add(start, longest, named ? NAMED : UNCONFIRMED);
  }

  private boolean northAmerican(int usable, int start) {
    int first = groups.size(0) == 1 && groups.digits()[0] == '1' ? 1 : 0;
    if (usable < first + 3
        || groups.size(first) != 3
        || groups.size(first + 1) != 3
        || groups.size(first + 2) != 4
        || groups.digits()[first] < '2'
        || groups.digits()[first + 3] < '2'
        || !isEnd(first + 2)
        || isContinued(first + 2)) {
      return false;
    }
    String digits = new String(groups.digits(), first, 10);
    return add(start, first + 2, isValid(digits, "US") ? VALID : UNCONFIRMED);
  }

  private void national(int usable, int start, boolean named) {
    int last = usable - 1;
    while (groups.total(last) > MAX_NATIONAL && last > 0) {
      last--;
    }
    int length = groups.total(last);
    if (length < MIN_DIGITS || length > MAX_NATIONAL || !isEnd(last)) {
      return;
    }
    if (named || (last > 0 && isNamedAfter(groups.end(last)))) {
      add(start, last, NAMED);
    } else if (last > 0
        && last == usable - 1
        && length >= 9
        && length <= 11
        && groups.digits()[0] == '0'
        && !isContinued(last)
        && isValidAnywhere(new String(groups.digits(), 0, length))) {
      add(start, last, NATIONAL);
    }
  }

  /** Whether a number may end with this group: not in a word, unless that is an extension. */
  private boolean isEnd(int group) {
    int at = groups.end(group);
    return !Characters.isAlphanumeric(text.at(at)) || extension(at) > at;
  }

  private boolean isContinued(int group) {
    int at = groups.end(group);
    return extension(at) == at && !Characters.endsNumber(text, at);
  }

  private boolean isNamedAfter(int at) {
    int word = at;
    while (word < at + MAX_GAP
        && !Characters.isAlphanumeric(text.at(word))
        && text.at(word) != '\n') {
      word++;
    }
    int wordEnd = Characters.end(text, word, Characters.LETTER);
    return Keyword.ALL.find(text, word, wordEnd) == Keyword.PHONE;
  }

  /** The end of an extension such as {@code x123}; {@code at} if there is none. */
  private int extension(int at) {
    return Math.max(at, text.matchEnd(EXTENSION, at));
  }

  private boolean add(int start, int last, double score) {
    end = groups.end(last);
    int from = start;
    if (text.at(from) == '(' && text.substring(from, end).indexOf(')') < 0) {
      from++;
    }
    findings.add(SpanType.PHONE, from, extension(end), score);
    return true;
  }

  private boolean isValidAnywhere(String digits) {
    return REGIONS.stream().anyMatch(region -> isValid(digits, region));
  }

  private boolean isValid(String number, String region) {
    if (validations++ >= MAX_VALIDATIONS) {
      return false;
    }
    PhoneNumberUtil numbers = PhoneNumberUtil.getInstance();
    try {
      return numbers.isValidNumber(numbers.parse(number, region));
    } catch (NumberParseException e) {
      return false;
    }
  }
}
