package com.anykoma.privacy.improvement.detection;

import static com.anykoma.privacy.improvement.detection.SequentialDetector.NEXT;
import static com.anykoma.privacy.improvement.detection.SequentialPatterns.ALNUM;
import static com.anykoma.privacy.improvement.detection.SequentialPatterns.END;
import static com.anykoma.privacy.improvement.detection.SequentialPatterns.START;

import com.anykoma.privacy.improvement.detection.SequentialDetector.Rule;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Regular expressions for numbers, over lower-case text. */
final class SequentialNumbers {
  private static final String CARD_SEPARATOR = "(?:[ .-](?=[0-9])|[ -]?\\r?\\n ?)";

  private SequentialNumbers() {}

  static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    rules.add(cards());
    rules.add(ibans());
    addSsns(rules);
    addNationalIds(rules);
    rules.add(Rule.of(START + "(?=[0-9])", SequentialPhone::find));
    return rules;
  }

  /** The digits of a text. */
  static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }

  private static Rule cards() {
    List<Pattern> byLength = new ArrayList<>();
    for (int length = 12; length <= 19; length++) {
      byLength.add(
          0,
          Pattern.compile(
              "[0-9](?:" + CARD_SEPARATOR + "?[0-9]){" + (length - 1) + "}(?!" + ALNUM + ")"));
    }
    return Rule.of(
        START + "[0-9](?:" + CARD_SEPARATOR + "?[0-9]){11}",
        (match, input, findings) -> {
          for (Pattern each : byLength) {
            Matcher card =
                each.matcher(input.lower())
                    .region(match.start(), input.lower().length())
                    .useTransparentBounds(true);
            if (card.lookingAt() && isGrouped(card.group())) {
              String number = digits(card.group());
              boolean named = input.before(match.start()) == Keyword.CARD;
              double score = CardRule.score(number.toCharArray(), number.length(), named);
              if (score > 0) {
                findings.add(SpanType.CARD, match.start(), card.end(), score);
                return NEXT;
              }
            }
          }
          return NEXT;
        });
  }

  private static boolean isGrouped(String card) {
    String[] groups = card.split("[^0-9]+", -1);
    String sizes = "";
    for (String each : groups) {
      sizes += (char) ('a' + each.length());
    }
    return groups.length == 2
        || sizes.matches("egf|ege")
        || (sizes.matches("(.)\\1*.?") && sizes.charAt(sizes.length() - 1) <= sizes.charAt(0));
  }

  private static Rule ibans() {
    return Rule.of(
        "(?<!" + ALNUM + ")[a-z]{2}[0-9]{2}",
        (match, input, findings) -> {
          String country = match.group().substring(0, 2).toUpperCase(Locale.ROOT);
          int length = IbanRule.length(country);
          Matcher iban =
              Pattern.compile(
                      "[a-z0-9](?:[ -]?[a-z0-9]){" + Math.max(0, length - 1) + "}(?!" + ALNUM + ")")
                  .matcher(input.lower())
                  .region(match.start(), input.lower().length())
                  .useTransparentBounds(true);
          if (length == 0 || !iban.lookingAt()) {
            return NEXT;
          }
          String compact = iban.group().replaceAll("[ -]", "");
          StringBuilder number = new StringBuilder();
          for (char c : (compact.substring(4) + compact.substring(0, 4)).toCharArray()) {
            number.append(Character.digit(c, 36));
          }
          if (new BigInteger(number.toString()).mod(BigInteger.valueOf(97)).intValue() == 1) {
            findings.add(SpanType.IBAN, match.start(), iban.end(), 0.99);
          } else if (input.before(match.start()) == Keyword.IBAN) {
            findings.add(SpanType.IBAN, match.start(), iban.end(), 0.6);
          }
          return NEXT;
        });
  }

  private static void addSsns(List<Rule> rules) {
    String issued = "(?!000|666|9)[0-9]{3}([ .-]?)(?!00)[0-9]{2}\\1(?!0000)[0-9]{4}";
    String shape = START + "[0-9]{3}([ .-]?)[0-9]{2}\\1[0-9]{4}" + END;
    rules.add(
        Rule.of(
            shape,
            (match, input, findings) -> {
              boolean valid = match.group().matches(issued);
              boolean named = input.before(match.start()) == Keyword.SSN;
              String separator = match.group(1);
              double score =
                  named
                      ? valid ? 0.97 : 0.6
                      : !valid
                          ? 0
                          : separator.equals("-") ? 0.88 : separator.equals(" ") ? 0.65 : 0;
              if (score > 0) {
                findings.add(SpanType.SSN, match.start(), match.end(), score);
              }
              return NEXT;
            }));
  }

  private static void addNationalIds(List<Rule> rules) {
    Map<String, List<NationalIdRule.Id>> byShape = new TreeMap<>();
    for (NationalIdRule.Id id : NationalIdRule.ids()) {
      for (String shape : id.shapes().split(";", -1)) {
        byShape.computeIfAbsent(shape, it -> new ArrayList<>()).add(id);
      }
    }
    byShape.forEach((shape, ids) -> rules.add(numbers(shape, ids)));
    rules.add(checked(START + "([0-9]{8})-?([a-z])" + END, SequentialNumbers::isSpanish));
    rules.add(checked(START + "([0-9]{17})x" + END, SequentialNumbers::isChinese));
    rules.add(
        checked(
            START + "([0-9]{6})[+abcdefuvwxy-]([0-9]{3})([0-9a-z])" + END,
            SequentialNumbers::isFinnish));
    rules.add(compact(1, 9));
    rules.add(compact(2, 9));
    rules.add(compact(4, 18));
    rules.add(compact(6, 16));
  }

  private static Rule numbers(String shape, List<NationalIdRule.Id> ids) {
    return Rule.of(
        START + shape.replace(".", "\\.").replaceAll("[0-9]+", "[0-9]{$0}") + END,
        (match, input, findings) -> {
          boolean named = input.before(match.start()) == Keyword.ID;
          char[] digits = digits(match.group()).toCharArray();
          if (ids.stream().anyMatch(it -> (named || !it.named()) && it.check().isValid(digits))) {
            double score = named ? 0.96 : 0.9;
            findings.add(SpanType.NATIONAL_ID, match.start(), match.end(), score);
          }
          return NEXT;
        });
  }

  private static Rule checked(String regex, Predicate<Matcher> valid) {
    return Rule.of(
        regex,
        (match, input, findings) -> {
          if (valid.test(match)) {
            findings.add(SpanType.NATIONAL_ID, match.start(), match.end(), 0.9);
          }
          return NEXT;
        });
  }

  /** Letters, then letters and digits in groups; the checks are those of the rule. */
  private static Rule compact(int letters, int length) {
    return Rule.of(
        "(?<!"
            + ALNUM
            + ")[a-z]{"
            + letters
            + "}(?= ?[0-9])(?:[ -]?[a-z0-9]){"
            + (length - letters)
            + "}"
            + END,
        (match, input, findings) -> {
          String id = match.group().replaceAll("[ -]", "").toUpperCase(Locale.ROOT);
          if (NationalIdRule.isValid(letters, id)) {
            findings.add(SpanType.NATIONAL_ID, match.start(), match.end(), 0.9);
          }
          return NEXT;
        });
  }

  private static boolean isSpanish(Matcher match) {
    int remainder = Integer.parseInt(match.group(1)) % 23;
    return "trwagmyfpdxbnjzsqvhlcke".charAt(remainder) == match.group(2).charAt(0);
  }

  private static boolean isChinese(Matcher match) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      sum += (match.group(1).charAt(i) - '0') * ((1 << (17 - i)) % 11);
    }
    return sum % 11 == 2 && isDay(match.group(1).substring(10, 14));
  }

  private static boolean isFinnish(Matcher match) {
    String date = match.group(1);
    int number = Integer.parseInt(date + match.group(2));
    return "0123456789abcdefhjklmnprstuvwxy".charAt(number % 31) == match.group(3).charAt(0)
        && isDay(date.substring(2, 4) + date.substring(0, 2));
  }

  private static boolean isDay(String monthAndDay) {
    return monthAndDay.matches("(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])");
  }
}
