package com.anykoma.privacy.improvement.detection;

import java.util.List;

/** The check digits of payment cards, bank accounts and national identity numbers. */
final class CheckDigits {
  /** Verhoeff's permutation of the digit at each place, modulo 8. */
  private static final List<String> VERHOEFF =
      List.of(
          "0123456789",
          "1576283094",
          "5803796142",
          "8916043527",
          "9453126870",
          "4286573901",
          "2793806415",
          "7046913258");

  private CheckDigits() {}

  /** The value of some digits, at most 9. */
  static int value(char[] digits, int from, int length) {
    int value = 0;
    for (int i = from; i < from + length; i++) {
      value = value * 10 + digits[i] - '0';
    }
    return value;
  }

  /** Luhn's check digit (ISO/IEC 7812-1), of the digits from {@code from}. */
  static boolean luhn(char[] digits, int from, int length) {
    int sum = 0;
    for (int i = 1; i <= length; i++) {
      int digit = digits[from + length - i] - '0';
      int twice = digit * 2;
      sum += i % 2 == 1 ? digit : twice > 9 ? twice - 9 : twice;
    }
    return sum % 10 == 0;
  }

  /** The sum of the first digits, each times the digit of {@code weights} at its place. */
  static int sum(char[] digits, String weights) {
    int sum = 0;
    for (int i = 0; i < weights.length(); i++) {
      sum += (digits[i] - '0') * weight(weights.charAt(i));
    }
    return sum;
  }

  /** Weights above 9 are letters: {@code a} is 10. */
  private static int weight(char c) {
    return c <= '9' ? c - '0' : c - 'a' + 10;
  }

  /** ISO/IEC 7064 MOD 97-10 over an IBAN of letters and digits. */
  static boolean iban(String iban) {
    int remainder = 0;
    for (int i = 0; i < iban.length(); i++) {
      int value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
      remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
    }
    return remainder == 1;
  }

  /** Verhoeff's check digit. */
  static boolean verhoeff(char[] digits, int length) {
    int check = 0;
    for (int i = 0; i < length; i++) {
      int digit = digits[length - 1 - i] - '0';
      check = product(check, VERHOEFF.get(i % 8).charAt(digit) - '0');
    }
    return check == 0;
  }

  /** The product in the dihedral group of order 10. */
  private static int product(int a, int b) {
    int sum = a < 5 ? a + b : a - b;
    return Math.floorMod(sum, 5) + (a < 5 == b < 5 ? 0 : 5);
  }

  /** Whether the last two digits and the number before them add up to 97, modulo 97. */
  static boolean mod97(String digits) {
    int check = digits.length() - 2;
    return 97 - Long.parseLong(digits, 0, check, 10) % 97
        == Integer.parseInt(digits, check, check + 2, 10);
  }

  /** ISO/IEC 7064 MOD 11,10. */
  static boolean mod11Comma10(char[] digits, int length) {
    int product = 10;
    for (int i = 0; i < length - 1; i++) {
      int sum = (product + digits[i] - '0') % 10;
      product = (sum == 0 ? 10 : sum) * 2 % 11;
    }
    return (11 - product) % 10 == digits[length - 1] - '0';
  }

  /** Whether the digits at these places are a month and a day. */
  static boolean isDate(char[] digits, int month, int day) {
    int itsMonth = value(digits, month, 2);
    int itsDay = value(digits, day, 2);
    return itsMonth >= 1 && itsMonth <= 12 && itsDay >= 1 && itsDay <= 31;
  }
}
