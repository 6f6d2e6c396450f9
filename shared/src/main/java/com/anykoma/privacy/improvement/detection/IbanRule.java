package com.anykoma.privacy.improvement.detection;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * International bank account numbers (ISO 13616): a country of the registry, its length, and the
 * check digits; in one piece or in groups, in upper or lower case. After the word "IBAN", one whose
 * check digits are wrong also counts.
 */
final class IbanRule {
  private static final double VALID = 0.99;
  private static final double MISTYPED = 0.6;

  /** The lengths of the countries' numbers. */
  private static final Map<String, Integer> LENGTHS =
      ListFile.RULES.words("IBAN lengths").stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  it -> it.substring(0, 2), it -> Integer.valueOf(it.substring(2))));

  private IbanRule() {}

  /** Adds the number that begins with this word. */
  static void findAtWord(ScannedText text, int start, int end, Keyword before, Findings findings) {
    if (end - start != 2 || !Characters.isDigit(text.at(end))) {
      return;
    }
    int length = length(text.substring(start, end).toUpperCase(Locale.ROOT));
    StringBuilder compact = new StringBuilder(length);
    int last = length == 0 ? -1 : Characters.compact(text, start, length, " -", compact);
    if (last < 0
        || !Characters.isDigit(compact.charAt(3))
        || Characters.isAlphanumeric(text.at(last))) {
      return;
    }
    if (CheckDigits.iban(compact.toString())) {
      findings.add(SpanType.IBAN, start, last, VALID);
    } else if (before == Keyword.IBAN) {
      findings.add(SpanType.IBAN, start, last, MISTYPED);
    }
  }

  /** The length of the IBANs of a country; 0 if it has none. */
  static int length(String country) {
    return LENGTHS.getOrDefault(country, 0);
  }
}
