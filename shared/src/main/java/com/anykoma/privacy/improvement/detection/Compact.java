package com.anykoma.privacy.improvement.detection;

/** Reads letters and digits that separators divide, such as those of an IBAN. */
final class Compact {
  private Compact() {}

  /**
   * Reads ASCII letters, in upper case, and digits.
   *
   * @param separators the characters of which one may stand between two others
   * @return the end; -1 if there are less than {@code length}
   */
  static int read(
      ScannedText text, int start, int length, String separators, StringBuilder compact) {
    int at = start;
    for (int i = 0; i < length; i++) {
      if (i > 0 && separators.indexOf(text.at(at)) >= 0) {
        at++;
      }
      char c = text.at(at);
      if (!Characters.isAscii(c, Characters.ALPHANUMERIC)) {
        return -1;
      }
      compact.append(c >= 'a' ? (char) (c - 'a' + 'A') : c);
      at++;
    }
    return at;
  }

  /** Whether the text has a letter at each {@code A} of the shape and a digit at each {@code 0}. */
  static boolean isShaped(String text, String shape) {
    for (int i = 0; i < shape.length(); i++) {
      char expected = shape.charAt(i);
      boolean digit = Characters.isDigit(text.charAt(i));
      if ((expected == 'A' && digit) || (expected == '0' && !digit)) {
        return false;
      }
    }
    return true;
  }
}
