package com.anykoma.privacy.improvement.detection;

import java.util.Locale;

/**
 * International bank account numbers (ISO 13616): a country of the registry, its length, and the
 * check digits; in one piece or in groups, in upper or lower case. After the word "IBAN", one whose
 * check digits are wrong also counts.
 */
final class IbanRule {
  private static final double VALID = 0.99;
  private static final double MISTYPED = 0.6;

  /** The countries of the IBAN registry with their lengths. */
  private static final String LENGTHS =
      "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24"
          + "FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28"
          + "LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29"
          + "PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24"
          + "XK20YE30";

  private IbanRule() {}

  /** Adds the number that begins with this word. */
  static void findAtWord(ScannedText text, int start, int end, Keyword before, Findings findings) {
    if (end - start != 2 || !Characters.isDigit(text.at(end))) {
      return;
    }
    int length = length(text.substring(start, end).toUpperCase(Locale.ROOT));
    StringBuilder compact = new StringBuilder(length);
    int last = length == 0 ? -1 : Compact.read(text, start, length, " -", compact);
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
    for (int i = 0; i < LENGTHS.length(); i += 4) {
      if (LENGTHS.startsWith(country, i)) {
        return Integer.parseInt(LENGTHS, i + 2, i + 4, 10);
      }
    }
    return 0;
  }
}
