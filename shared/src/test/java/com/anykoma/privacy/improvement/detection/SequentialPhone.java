package com.anykoma.privacy.improvement.detection;

import static com.anykoma.privacy.improvement.detection.SequentialNumbers.digits;
import static com.anykoma.privacy.improvement.detection.SequentialPatterns.ALNUM;
import static com.anykoma.privacy.improvement.detection.SequentialPatterns.ALPHA;
import static com.anykoma.privacy.improvement.detection.SequentialPatterns.END;
import static com.anykoma.privacy.improvement.detection.SequentialPatterns.START;

import com.anykoma.privacy.improvement.detection.SequentialDetector.Input;
import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A place where a group of digits begins and may be a phone number, in regular expressions. */
final class SequentialPhone {
  private static final Pattern PREFIX = Pattern.compile("(?:\\+\\(|\\(\\+|\\+|\\()\\z");
  private static final String SEPARATOR = "(?:\\)[ .-]?|[ .-]?\\(|[ ./-])";
  private static final String EXTENSION =
      " ?(?:extension|ext\\.|ext(?!\\.)|(?<! )x|(?<= )x|#) ?[0-9]{1,6}(?!" + ALNUM + ")";
  private static final String NORTH_AMERICAN =
      "(?:1"
          + SEPARATOR
          + ")?([2-9][0-9]{2})"
          + SEPARATOR
          + "([2-9][0-9]{2})"
          + SEPARATOR
          + "([0-9]{4})(?![0-9])";
  private static final String DAY_FIRST =
      "(?:[0-2]?[0-9]|3[01])"
          + SEPARATOR
          + "(?:[0-2]?[0-9]|3[01])"
          + SEPARATOR
          + "(?:19|20)[0-9]{2}(?![0-9])";
  private static final String YEAR_FIRST =
      "(?:19|20)[0-9]{2}" + SEPARATOR + "(?:0?[0-9]|1[0-2])" + SEPARATOR + "[0-9]{1,2}(?![0-9])";
  private static final String YEARS = "(?:19|20)[0-9]{2}" + SEPARATOR + "(?:19|20)[0-9]{2}";

  private final Input input;
  private final String text;
  private final Findings findings;
  private final int first;
  private final int start;
  private final List<Integer> ends;
  private final boolean named;

  private SequentialPhone(int first, Input input, Findings findings) {
    this.input = input;
    this.text = input.lower();
    this.findings = findings;
    this.first = first;
    Matcher prefix = PREFIX.matcher(text.substring(Math.max(0, first - 2), first));
    this.start = prefix.find() ? first - prefix.group().length() : first;
    this.ends = ends();
    Keyword before = input.before(first);
    this.named = before == Keyword.PHONE || before == Keyword.NUMBER;
  }

  static int find(Matcher match, Input input, Findings findings) {
    return new SequentialPhone(match.start(), input, findings).find();
  }

  /** The ends of the groups of at most 20 digits. */
  private List<Integer> ends() {
    List<Integer> found = new ArrayList<>();
    Matcher group = Pattern.compile("[0-9]+").matcher(text);
    Matcher separator = Pattern.compile(SEPARATOR + "(?=[0-9])").matcher(text);
    separator.useTransparentBounds(true);
    int total = 0;
    int at = first;
    while (at >= 0 && group.region(at, text.length()).lookingAt()) {
      total += group.end() - at;
      if (total > 20) {
        return found;
      }
      found.add(group.end());
      at = separator.region(group.end(), text.length()).lookingAt() ? separator.end() : -1;
    }
    return found;
  }

  private int find() {
    if (ends.isEmpty() || length(last(ends)) < 7 || !looksAt(START, start)) {
      return SequentialDetector.NEXT;
    }
    boolean plus = text.substring(start, first).contains("+");
    int end = plus ? international(0, true) : -1;
    if (end < 0 && looksAt("(?:0" + SEPARATOR + "?){2}[1-9]", first)) {
      end = international(2, named);
    }
    end = end < 0 ? northAmerican() : end;
    boolean within = start > 1 && text.substring(start - 2, start).matches("[0-9] ");
    end = end < 0 && !within && !isDate() ? national() : end;
    return end < 0 ? SequentialDetector.NEXT : end;
  }

  private static int last(List<Integer> ends) {
    return ends.get(ends.size() - 1);
  }

  private int length(int end) {
    return digits(text.substring(first, end)).length();
  }

  private boolean looksAt(String regex, int from) {
    return matcher(regex, from).lookingAt();
  }

  private Matcher matcher(String regex, int from) {
    return Pattern.compile(regex)
        .matcher(text)
        .region(from, text.length())
        .useTransparentBounds(true);
  }

  private boolean isDate() {
    return looksAt(DAY_FIRST, first)
        || looksAt(YEAR_FIRST, first)
        || (ends.size() == 2 && looksAt(YEARS, first) && last(ends) - first == 9);
  }

  private boolean isEnd(int end) {
    return looksAt("(?!" + ALNUM + ")|" + EXTENSION, end);
  }

  private int international(int prefix, boolean sure) {
    int longest = -1;
    int tries = 0;
    for (int i = ends.size() - 1; i >= 0 && tries < 3; i--) {
      int end = ends.get(i);
      int length = length(end) - prefix;
      if (length >= 8 && length <= 15 && isEnd(end)) {
        tries++;
        if (isValid("+" + digits(text.substring(first, end)).substring(prefix), "ZZ")) {
          return add(end, 0.95);
        }
        longest = Math.max(longest, end);
      }
    }
    return sure && longest > 0 ? add(longest, named ? 0.8 : 0.6) : -1;
  }

  private int northAmerican() {
    Matcher match = matcher(NORTH_AMERICAN, first);
    if (!match.lookingAt()
        || !ends.contains(match.end())
        || !looksAt(END + "|" + EXTENSION, match.end())) {
      return -1;
    }
    String number = match.group(1) + match.group(2) + match.group(3);
    return add(match.end(), isValid(number, "US") ? 0.95 : 0.6);
  }

  private int national() {
    int i = ends.size() - 1;
    while (length(ends.get(i)) > 12 && i > 0) {
      i--;
    }
    int end = ends.get(i);
    int length = length(end);
    if (length < 7 || length > 12 || !isEnd(end)) {
      return -1;
    }
    if (named || (i > 0 && isNamedAfter(end))) {
      return add(end, 0.8);
    }
    boolean plausible =
        i > 0
            && i == ends.size() - 1
            && length >= 9
            && length <= 11
            && text.charAt(first) == '0'
            && looksAt(END + "|" + EXTENSION, end);
    String number = digits(text.substring(first, end));
    return plausible
            && Stream.of("GB", "DE", "FR", "IT", "AU", "JP").anyMatch(it -> isValid(number, it))
        ? add(end, 0.7)
        : -1;
  }

  private boolean isNamedAfter(int end) {
    Matcher word = matcher("(?:(?!" + ALNUM + "|\\n)[\\s\\S]){0,3}+(" + ALPHA + "++)", end);
    return word.lookingAt() && Keyword.ALL.words().get(word.group(1)) == Keyword.PHONE;
  }

  private int add(int end, double score) {
    boolean open = text.charAt(start) == '(' && !text.substring(start, end).contains(")");
    Matcher extension = matcher(EXTENSION, end);
    findings.add(
        SpanType.PHONE,
        open ? start + 1 : start,
        extension.lookingAt() ? extension.end() : end,
        score);
    return end;
  }

  private boolean isValid(String number, String region) {
    if (input.validations().getAndIncrement() >= 40) {
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
