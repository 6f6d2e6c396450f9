package com.anykoma.privacy.improvement.detection;

/** The kinds of words that tell what the number or the token after them is. */
enum Keyword {
  NONE,
  PHONE,
  /** Words before any number: a phone's, unless another keyword stands before them. */
  NUMBER,
  CARD,
  SSN,
  ID,
  IBAN,
  KEY,
  VERSION,
  /** Words before other numbers. */
  OTHER;

  /** How many characters after its keyword a number may begin. */
  static final int REACH = 40;

  static final WordTable<Keyword> ALL = WordTable.ofKinds(NONE, values());

  /** The lengths of keywords in scripts in which words touch each other. */
  static final int MAX_UNSPACED = 5;
}
