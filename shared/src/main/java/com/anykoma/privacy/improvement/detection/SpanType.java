package com.anykoma.privacy.improvement.detection;

import java.util.EnumSet;
import java.util.Set;

/** The kinds of personal data that the detector finds. */
public enum SpanType {
  EMAIL,
  PHONE,
  /** A payment card number with a valid Luhn check digit. */
  CARD,
  IBAN,
  /** An IPv4 or IPv6 address. */
  IP,
  MAC,
  /** A United States social security number. */
  SSN,
  /** Another national identity number with valid check digits. */
  NATIONAL_ID,
  URL,
  PERSON,
  ADDRESS,
  DATE_OF_BIRTH,
  /** A password in context: {@code my password is ...}. */
  PASSWORD,
  /** An API key, a token or a private key. */
  SECRET,
  /** Bank and tax details and income in personal context. */
  FINANCE,
  /** Health information in personal context. */
  HEALTH,
  /** One of the subject's own identifiers: name, e-mail address, uid or handle. */
  SUBJECT;

  /** The kinds that prompts must not contain (P32): passwords, financial and health details. */
  private static final Set<SpanType> SENSITIVE =
      EnumSet.of(CARD, IBAN, SSN, NATIONAL_ID, PASSWORD, SECRET, FINANCE, HEALTH);

  /** Whether text with such a span is excluded from every use but the service itself (P32). */
  public boolean isSensitive() {
    return SENSITIVE.contains(this);
  }
}
