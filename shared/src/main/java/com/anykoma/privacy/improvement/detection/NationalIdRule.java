package com.anykoma.privacy.improvement.detection;

import static com.anykoma.privacy.improvement.detection.CheckDigits.isDate;
import static com.anykoma.privacy.improvement.detection.CheckDigits.sum;
import static com.anykoma.privacy.improvement.detection.CheckDigits.value;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * National identity, tax and insurance numbers of other countries than the United States, with the
 * check digits that their authorities publish. Numbers without separators that have one check digit
 * count only after a word such as "passport" or "CPF", because a tenth of all numbers passes.
 */
final class NationalIdRule {
  private static final double STRONG = 0.9;
  private static final double NAMED = 0.96;
  private static final String SEPARATORS = " .-";

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
    return List.of(
        new Id("3.3.3-2", false, NationalIdRule::isBrazilian),
        new Id("11", true, NationalIdRule::isBrazilian),
        new Id("15;1 2 2 2 3 3 2;13 2", false, NationalIdRule::isFrench),
        new Id("6-4", false, it -> isDate(it, 2, 4) && CheckDigits.luhn(it, 0, 10)), // Sweden
        new Id("8-4", false, it -> isDate(it, 4, 6) && CheckDigits.luhn(it, 2, 10)),
        new Id("10", true, it -> isDate(it, 2, 4) && CheckDigits.luhn(it, 0, 10)),
        new Id("12", true, it -> isDate(it, 4, 6) && CheckDigits.luhn(it, 2, 10)),
        new Id("6-4;10", true, it -> isDate(it, 2, 0)), // Denmark: no check digit since 2007
        new Id("11;6 5", false, NationalIdRule::isNorwegian),
        new Id("3.4.4.2;13", false, NationalIdRule::isSwiss),
        new Id("2.3.3-1", false, it -> sum(it, "327654321") % 11 == 0), // Chile
        new Id("2-8-1", false, it -> it[0] <= '3' && sum(it, "54327654321") % 11 == 0), // Argentina
        new Id("13", false, NationalIdRule::isSouthAfrican),
        new Id("6-7", false, it -> isDate(it, 2, 4) && it[6] >= '1' && it[6] <= '8'), // Korea
        new Id("18", false, it -> isChinese(it, it[17])),
        new Id("2.2.2-3.2", false, NationalIdRule::isBelgian),
        new Id("11", true, NationalIdRule::isBelgian),
        new Id("11", true, NationalIdRule::isPolish),
        new Id("11;2 3 3 3", true, NationalIdRule::isGerman),
        new Id("11", true, NationalIdRule::isTurkish),
        new Id("12;4 4 4;4-4-4", true, it -> it[0] > '1' && CheckDigits.verhoeff(it, 12)), // India
        new Id("12;4 4 4;4-4-4", true, NationalIdRule::isJapanese),
        new Id("10;3 3 4;3-3-4", true, it -> sum(it, "a987654321") % 11 == 0), // NHS
        new Id("9;3 3 3", true, it -> (sum(it, "98765432") - it[8] + '0') % 11 == 0), // Netherlands
        new Id("9;3 3 3", true, NationalIdRule::isPortuguese),
        new Id("9;3 3 3;3-3-3", true, it -> CheckDigits.luhn(it, 0, 9)), // Canada
        new Id("9;3 3 3", true, it -> sum(it, "14375869a") % 11 == 0)); // Australia
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
    } else if (size == 17 && (next == 'X' || next == 'x') && isChinese(groups.digits(), 'X')) {
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
    int last = length == 0 ? -1 : Compact.read(text, start, length, " -", compact);
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
      case 1 -> isForeignerInSpain(id);
      case 2 -> isBritish(id);
      case 4 -> isMexican(id);
      default -> isItalian(id);
    };
  }

  private static boolean isBrazilian(char[] digits) {
    return sum(digits, "a98765432") * 10 % 11 % 10 == digits[9] - '0'
        && sum(digits, "ba98765432") * 10 % 11 % 10 == digits[10] - '0';
  }

  private static boolean isFrench(char[] digits) {
    long number = value(digits, 0, 6) * 10_000_000L + value(digits, 6, 7);
    int month = value(digits, 3, 2);
    return "123478".indexOf(digits[0]) >= 0
        && ((month >= 1 && month <= 12) || month >= 20)
        && 97 - number % 97 == value(digits, 13, 2);
  }

  private static boolean isNorwegian(char[] digits) {
    return isDate(digits, 2, 0)
        && sum(digits, "3761894521") % 11 == 0
        && sum(digits, "54327654321") % 11 == 0;
  }

  private static boolean isSwiss(char[] digits) {
    return value(digits, 0, 3) == 756 && sum(digits, "1313131313131") % 10 == 0;
  }

  private static boolean isSouthAfrican(char[] digits) {
    return isDate(digits, 2, 4) && digits[10] <= '2' && CheckDigits.luhn(digits, 0, 13);
  }

  private static boolean isChinese(char[] digits, char check) {
    return isDate(digits, 10, 12)
        && "10X98765432".charAt(sum(digits, "79a584216379a5842") % 11) == check;
  }

  private static boolean isBelgian(char[] digits) {
    int number = value(digits, 0, 9);
    int check = value(digits, 9, 2);
    boolean century = (2_000_000_000L + number) % 97 == 97 - check;
    return isDate(digits, 2, 4) && (number % 97 == 97 - check || century);
  }

  private static boolean isPolish(char[] digits) {
    int month = value(digits, 2, 2) % 20;
    int day = value(digits, 4, 2);
    return month >= 1
        && month <= 12
        && day >= 1
        && day <= 31
        && sum(digits, "13791379131") % 10 == 0;
  }

  private static boolean isGerman(char[] digits) {
    int[] counts = new int[10];
    for (int i = 0; i < 10; i++) {
      counts[digits[i] - '0']++;
    }
    int repeated = 0;
    for (int each : counts) {
      repeated += each > 1 ? 1 : 0;
    }
    return digits[0] != '0' && repeated == 1 && CheckDigits.mod11Comma10(digits, 11);
  }

  private static boolean isTurkish(char[] digits) {
    int check = sum(digits, "707070707") - sum(digits, "01010101");
    return digits[0] != '0'
        && Math.floorMod(check, 10) == digits[9] - '0'
        && sum(digits, "1111111111") % 10 == digits[10] - '0';
  }

  private static boolean isJapanese(char[] digits) {
    int remainder = sum(digits, "65432765432") % 11;
    return (remainder <= 1 ? 0 : 11 - remainder) == digits[11] - '0';
  }

  private static boolean isPortuguese(char[] digits) {
    int remainder = sum(digits, "98765432") % 11;
    return (remainder <= 1 ? 0 : 11 - remainder) == digits[8] - '0';
  }

  private static boolean isSpanish(int number, char letter) {
    return Character.toUpperCase(letter) == "TRWAGMYFPDXBNJZSQVHLCKE".charAt(number % 23);
  }

  private static boolean isFinnish(ScannedText text, int start) {
    char century = Character.toUpperCase(text.at(start + 6));
    if ("-+ABCDEFUVWXY".indexOf(century) < 0) {
      return false;
    }
    char[] digits = new char[9];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = text.at(start + (i < 6 ? i : i + 1));
      if (!Characters.isDigit(digits[i])) {
        return false;
      }
    }
    char check = "0123456789ABCDEFHJKLMNPRSTUVWXY".charAt(value(digits, 0, 9) % 31);
    return isDate(digits, 2, 0) && Character.toUpperCase(text.at(start + 10)) == check;
  }

  private static boolean isForeignerInSpain(String id) {
    int series = "XYZ".indexOf(id.charAt(0));
    return series >= 0
        && Compact.isShaped(id, "A0000000A")
        && isSpanish(series * 10_000_000 + Integer.parseInt(id, 1, 8, 10), id.charAt(8));
  }

  private static boolean isBritish(String id) {
    return Compact.isShaped(id, "AA000000A")
        && "DFIQUV".indexOf(id.charAt(0)) < 0
        && "DFIOQUV".indexOf(id.charAt(1)) < 0
        && !"BG GB NK KN TN NT ZZ".contains(id.substring(0, 2))
        && id.charAt(8) <= 'D';
  }

  private static boolean isItalian(String id) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int value = Character.digit(id.charAt(i), 36);
      value = value > 9 ? value - 10 : value;
      sum += i % 2 == 1 ? value : "BAFHJNPRTVCESULDGIMOQKWZYX".charAt(value) - 'A';
    }
    return Compact.isShaped(id, "AAAAAA00A00A000A") && id.charAt(15) == 'A' + sum % 26;
  }

  private static boolean isMexican(String id) {
    int sum = 0;
    for (int i = 0; i < 17; i++) {
      int value = Character.digit(id.charAt(i), 36);
      sum += (value > 23 ? value + 1 : value) * (18 - i); // the alphabet has an Ñ after the N
    }
    return Compact.isShaped(id, "AAAA000000AAAAAA*0")
        && "HMX".indexOf(id.charAt(10)) >= 0
        && (10 - sum % 10) % 10 == id.charAt(17) - '0';
  }
}
