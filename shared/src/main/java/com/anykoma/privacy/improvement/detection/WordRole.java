package com.anykoma.privacy.improvement.detection;

import java.util.Arrays;

/**
 * The part that a word or a phrase of {@link Lexicon} plays for the rules; a word may have several.
 */
enum WordRole {
  /** A given name. */
  GIVEN,
  /** A family name. */
  SURNAME,
  /** The end of many family names of a language, such as {@code sson}. */
  SURNAME_ENDING,
  /** A name that is also an ordinary word or a place, such as Rose: no name by itself. */
  AMBIGUOUS,
  /** A short word within names: van, de, bin. */
  PARTICLE,
  /** A word that is no part of a name, even with a capital: The, Monday, French. */
  STOP,
  /** An ordinary noun or adjective of prompts, such as dragon: hides no identifier. */
  COMMON,
  /** A word that makes the name before it the name of a place or an organisation: Bridge, Ltd. */
  PLACE,
  /** A form of address before a name: Mrs. */
  TITLE,
  /** Words before a name: my name is. */
  NAME_INTRO,
  /** The label of a form's field with a name. */
  NAME_LABEL,
  /** A salutation before a name: Dear. */
  GREETING,
  /** A closing formula before a name: regards. */
  SIGN_OFF,
  /** A verb of speech before or after a name: says. */
  SPEECH,
  /** A kind of street after its name: Avenue. */
  STREET_AFTER,
  /** A kind of street before its name: rue. */
  STREET_BEFORE,
  /** The end of a compound street name: strasse. */
  STREET_ENDING,
  /** A part of a building before its number: Suite. */
  UNIT,
  /** A post office box. */
  BOX,
  /** Words before a postal address: I live at. */
  ADDRESS_INTRO,
  /** Words before a date of birth. */
  BIRTH,
  MONTH,
  PASSWORD,
  /** A secret number, such as a PIN: its value is digits. */
  PIN,
  /** A verb between a keyword and its value: is. */
  IS,
  /** A word that states something about a password instead of giving it: required. */
  NOT_VALUE,
  /** The name of an account's, a bank's or a taxpayer's number. */
  ACCOUNT,
  /** A bank identifier code. */
  BIC,
  /** The speaker's income, wealth or debt: my salary. */
  INCOME,
  /** A disease, a symptom or a medicine. */
  CONDITION,
  /** Words that say whose condition follows: I was diagnosed with. */
  HEALTH_CONTEXT,
  /** A possessive of the first person: my. */
  MINE;

  /** The bit in a set of roles. */
  @SuppressWarnings("EnumOrdinal") // the bits are never stored
  int bit() {
    return 1 << ordinal();
  }

  /** The set of some roles. */
  static int bits(WordRole... roles) {
    return Arrays.stream(roles).mapToInt(WordRole::bit).reduce(0, (a, b) -> a | b);
  }

  /** Whether a set of roles has this one. */
  boolean in(int roles) {
    return (roles & bit()) != 0;
  }
}
