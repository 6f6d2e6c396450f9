package com.anykoma.privacy.improvement.detection;

import static com.anykoma.privacy.improvement.detection.CheckDigits.isDate;
import static com.anykoma.privacy.improvement.detection.CheckDigits.sum;
import static com.anykoma.privacy.improvement.detection.CheckDigits.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * National identity, tax and insurance numbers of other countries than the United States, with the
 * check digits that their authorities publish. Numbers without separators that have one check digit
 * count only after a word such as "passport" or "CPF", because a tenth of all numbers passes.
 */
final class NationalIdRule {
  private static final double STRONG = 0.9;
  private static final double NAMED = 0.96;
  private static final String SEPARATORS = " .-";
  private static final Pattern FINNISH =
      Pattern.compile("\\d{6}[-+A-FU-Y]\\d{3}[0-9A-Y]", Pattern.CASE_INSENSITIVE);
  private static final Pattern BRITISH =
      Pattern.compile("(?!BG|GB|NK|KN|TN|NT|ZZ)[A-Z&&[^DFIQUV]][A-Z&&[^DFIOQUV]]\\d{6}[A-D]");
  private static final Pattern SPANISH = Pattern.compile("[XYZ]\\d{7}[A-Z]");
  private static final Pattern MEXICAN = Pattern.compile("[A-Z]{4}\\d{6}[HMX][A-Z]{5}[A-Z\\d]\\d");
  private static final Pattern ITALIAN =
      Pattern.compile("[A-Z]{6}\\d\\d[A-Z]\\d\\d[A-Z]\\d{3}[A-Z]");

  private static final Map<Long, List<Id>> IDS = byShape();

  /** Checks the digits of a number, without separators. */
  @FunctionalInterface
  interface Check {
    boolean isValid(char[] digits);
  }

  /**
   * A kind of number.
   *
   * @param shapes the sizes of its groups with the separators between, divided by semicolons
   * @param named whether it counts only after a word that announces it
   */
  record Id(String shapes, boolean named, Check check) {}

  private NationalIdRule() {}

  /** The kinds of numbers. */
  static List<Id> ids() {
    return ListFile.RULES.lines("national ids", it -> id(it.split(" \\| ", -1)));
  }

  private static Id id(String[] parts) {
    int length =
        Arrays.stream(parts[0].replaceFirst(";.*", "").split("[ .-]", -1))
            .mapToInt(Integer::parseInt)
            .sum();
    List<Check> checks =
        Arrays.stream(parts[2].split(" ", -1)).map(it -> check(it, length)).toList();
    return new Id(
        parts[0],
        parts[1].equals("named"),
        digits -> checks.stream().allMatch(it -> it.isValid(digits)));
  }

  /** A check of all {@code length} digits, such as {@code mod11:327654321}. */
  private static Check check(String text, int length) {
    String[] parts = text.split(":", 2);
    String value = parts[1];
    return switch (parts[0]) {
      case "like" -> like(Pattern.compile(value), length);
      case "date" -> date(value.split(",", 2));
      case "luhn" -> luhn(Integer.parseInt(value), length);
      case "mod10" -> it -> sum(it, value) % 10 == 0;
      case "mod11" -> it -> sum(it, value) % 11 == 0;
      case "check11" -> it -> sum(it, value) * 10 % 11 % 10 == it[value.length()] - '0';
      case "mod97" -> it -> CheckDigits.mod97(value + new String(it, 0, length));
      case "iso-mod-11-2" -> it -> isChinese(it, it[17] - '0');
      case "iso-mod-11-10" -> it -> CheckDigits.mod11Comma10(it, length);
      case "verhoeff" -> it -> CheckDigits.verhoeff(it, length);
      default -> throw new IllegalArgumentException("unknown check of a national id: " + text);
    };
  }

  private static Check luhn(int from, int length) {
    return it -> CheckDigits.luhn(it, from, length - from);
  }

  private static Check like(Pattern beginning, int length) {
    return it -> beginning.matcher(new String(it, 0, length)).lookingAt();
  }

  /** A month and a day at these places. */
  private static Check date(String[] places) {
    int month = Integer.parseInt(places[0]);
    int day = Integer.parseInt(places[1]);
    return it -> isDate(it, month, day);
  }

  /** The kinds by the {@link #shape} of their digits, and nothing for the starts of shapes. */
  private static Map<Long, List<Id>> byShape() {
    Map<Long, List<Id>> ids = new HashMap<>();
    for (Id id : ids()) {
      for (String each : id.shapes.split(";", -1)) {
        long shape = 0;
        char separator = 0;
        for (String group : each.split("(?<=[ .-])|(?=[ .-])", -1)) {
          if (Character.isDigit(group.charAt(0))) {
            shape = shape(shape, separator, Integer.parseInt(group));
            ids.computeIfAbsent(shape, it -> new ArrayList<>());
          }
          separator = group.charAt(0);
        }
        ids.getOrDefault(shape, List.of()).add(id);
      }
    }
    return Map.copyOf(ids);
  }

  /** Appends a group to a shape: the sizes of groups and the separators between them. */
  private static long shape(long before, char separator, int size) {
    return before << 8 | (SEPARATORS.indexOf(separator) + 1) << 5 | size;
  }

  /** Adds the number that begins with the first group of digits. */
  static void find(ScannedText text, DigitGroups groups, Keyword before, Findings findings) {
    int usable = groups.dividedBy(SEPARATORS);
    int start = groups.start(0);
    mixed(text, groups, findings);
    boolean named = before == Keyword.ID;
    long shape = shape(0, groups.separator(0), groups.size(0));
    for (int last = 0; IDS.containsKey(shape); last++) {
      if (isOne(IDS.getOrDefault(shape, List.of()), groups.digits(), named)
          && Characters.endsNumber(text, groups.end(last))) {
        findings.add(SpanType.NATIONAL_ID, start, groups.end(last), named ? NAMED : STRONG);
      }
      if (last + 1 == usable) {
        return;
      }
      shape = shape(shape, groups.separator(last + 1), groups.size(last + 1));
    }
  }

  private static boolean isOne(List<Id> ids, char[] digits, boolean named) {
    return ids.stream().anyMatch(it -> (named || !it.named) && it.check.isValid(digits));
  }

  /** Digits with a letter: Spain's DNI, China's id that ends with X, Finland's henkilötunnus. */
  private static void mixed(ScannedText text, DigitGroups groups, Findings findings) {
    int start = groups.start(0);
    int end = groups.end(0);
    int size = groups.size(0);
    char next = text.at(end);
    int length = 0;
    if (size == 8) {
      int letter = next == '-' ? end + 1 : end;
      boolean valid = isSpanish(groups.value(0), text.at(letter));
      length = valid ? letter + 1 - start : 0;
    } else if (size == 17
        && (next == 'X' || next == 'x')
        && isDate(groups.digits(), 10, 12)
        && isChinese(groups.digits(), 10)) {
      length = 18;
    } else if (size == 6 && isFinnish(text, start)) {
      length = 11;
    }
    if (length > 0 && Characters.endsNumber(text, start + length)) {
      findings.add(SpanType.NATIONAL_ID, start, start + length, STRONG);
    }
  }

  /**
   * Adds the number that begins with this word before a digit: the United Kingdom's, Spain's NIE,
   * Italy's, Mexico's.
   */
  static void findAtWord(ScannedText text, int start, int end, Findings findings) {
    int length =
        switch (end - start) {
          case 1 -> 9;
          case 2 -> 9;
          case 4 -> 18;
          case 6 -> 16;
          default -> 0;
        };
    StringBuilder compact = new StringBuilder(length);
    int last = length == 0 ? -1 : Characters.compact(text, start, length, " -", compact);
    if (last < 0 || !Characters.endsNumber(text, last)) {
      return;
    }
    if (isValid(end - start, compact.toString())) {
      findings.add(SpanType.NATIONAL_ID, start, last, STRONG);
    }
  }

  /** Whether an id that begins with so many letters is valid. */
  static boolean isValid(int letters, String id) {
    return switch (letters) {
      case 1 ->
          SPANISH.matcher(id).matches()
              && isSpanish(
                  (id.charAt(0) - 'X') * 10_000_000 + Integer.parseInt(id, 1, 8, 10), id.charAt(8));
      case 2 -> BRITISH.matcher(id).matches();
      case 4 -> MEXICAN.matcher(id).matches() && isMexican(id);
      default -> ITALIAN.matcher(id).matches() && isItalian(id);
    };
  }

  private static boolean isChinese(char[] digits, int check) {
    return (sum(digits, "79a584216379a5842") + check) % 11 == 1;
  }

  private static boolean isSpanish(int number, char letter) {
    return Character.toUpperCase(letter) == "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23);
  }

  private static boolean isFinnish(ScannedText text, int start) {
    int end = text.matchEnd(FINNISH, start);
    if (end < 0) {
      return false;
    }
    char[] digits =
        (text.substring(start, start + 6) + text.substring(start + 7, end)).toCharArray();
    char check = "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(value(digits, 0, 9) % 31);
    return isDate(digits, 2, 0) && Character.toUpperCase(text.at(start + 10)) == check;
  }

  private static boolean isItalian(String id) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int value = Character.digit(id.charAt(i), 36);
      value = value > 9 ? value - 10 : value;
      sum += i % 2 == 1 ? value : "BAFHJNPRTVCESULDGIMOQKWZYX".charAt(value) - 'A';
    }
    return id.charAt(15) == 'A' + sum % 26;
  }

  private static boolean isMexican(String id) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      int value = Character.digit(id.charAt(i), 36);
      sum += (value > 23 ? value + 1 : value) * (18 - i); // the alphabet has an Ñ after the N
    }
    return (10 - sum % 10) % 10 == id.charAt(17) - '0';
  }
}
