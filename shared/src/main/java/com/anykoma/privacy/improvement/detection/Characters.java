package com.anykoma.privacy.improvement.detection;

/**
 * Classes of characters. "Alphabetic" means letters of the Latin, Greek and Cyrillic alphabets;
 * other scripts are often written without spaces, so that their letters may touch an address or a
 * number.
 */
final class Characters {
  static final int LETTER = 1;
  static final int DIGIT = 2;
  static final int HEX = 4;
  static final int LOCAL = 8; // of the local part of an e-mail address
  static final int URL = 16;
  static final int BASE64 = 32;
  static final int ESCAPED = 64; // of a percent-encoded value
  static final int TOKEN = 128;
  static final int ALPHANUMERIC = LETTER | DIGIT;

  /** A regular expression for an alphabetic letter, within brackets. */
  static final String ALPHABETIC = "a-zA-Z[\\u00C0-\\u052F\\u1E00-\\u1FFF&&\\p{L}]";

  private static final short[] CLASSES = classes();

  private Characters() {}

  private static short[] classes() {
    short[] classes = new short[128];
    int all = LOCAL | URL | BASE64 | ESCAPED | TOKEN;
    for (char c = 'a'; c <= 'z'; c++) {
      classes[c] = (short) (LETTER | all | (c <= 'f' ? HEX : 0));
      classes[c - 'a' + 'A'] = classes[c];
    }
    for (char c = '0'; c <= '9'; c++) {
      classes[c] = (short) (DIGIT | HEX | all);
    }
    add(classes, LOCAL, "._%+'-");
    add(classes, URL, "-._~:/?#[]@!$&'()*+,;=%");
    add(classes, BASE64, "+/_-");
    add(classes, ESCAPED, "%._~+-");
    add(classes, TOKEN, "+/_.~-");
    return classes;
  }

  private static void add(short[] classes, int type, String characters) {
    for (int i = 0; i < characters.length(); i++) {
      classes[characters.charAt(i)] |= (short) type;
    }
  }

  /** Whether the character is of one of the classes; of others than ASCII's, no letter is. */
  static boolean isAscii(char c, int classes) {
    return c < 128 && (CLASSES[c] & classes) != 0;
  }

  /** Whether the character is of one of the classes, to which all alphabetic letters belong. */
  static boolean is(char c, int classes) {
    return c < 128 ? (CLASSES[c] & classes) != 0 : isOtherAlphabetic(c);
  }

  private static boolean isOtherAlphabetic(char c) {
    return ((c >= 0xC0 && c < 0x530) || (c >= 0x1E00 && c < 0x2000)) && Character.isLetter(c);
  }

  /** Whether the character is an alphabetic letter. */
  static boolean isLetter(char c) {
    return is(c, LETTER);
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether the character is an alphabetic letter or a digit. */
  static boolean isAlphanumeric(char c) {
    return is(c, ALPHANUMERIC);
  }

  /** The lower-case form; ASCII characters stay so, and others never become so. */
  static char lower(char c) {
    char lower = Character.toLowerCase(c);
    return c >= 128 && lower < 128 ? c : lower;
  }

  /** The index after the characters of these classes that begin at {@code from}. */
  static int end(ScannedText text, int from, int classes) {
    int end = from;
    while (is(text.at(end), classes)) {
      end++;
    }
    return end;
  }

  /** The index of the first of the characters of these classes that end before {@code to}. */
  static int start(ScannedText text, int to, int from, int classes) {
    int start = to;
    while (start > from && is(text.at(start - 1), classes)) {
      start--;
    }
    return start;
  }

  /** Whether the text has this ASCII string at the index, in upper or lower case. */
  static boolean matches(ScannedText text, int index, String lowerCase) {
    for (int i = 0; i < lowerCase.length(); i++) {
      if (lower(text.at(index + i)) != lowerCase.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Whether a number can begin here: not within a word, a decimal or a longer number. */
  static boolean startsNumber(ScannedText text, int index) {
    char before = text.at(index - 1);
    return !isAlphanumeric(before) && !(".,-/".indexOf(before) >= 0 && isDigit(text.at(index - 2)));
  }

  /** Whether a number can end here: not within a word or a longer number. */
  static boolean endsNumber(ScannedText text, int index) {
    char after = text.at(index);
    return !isAlphanumeric(after) && !(".-/".indexOf(after) >= 0 && isDigit(text.at(index + 1)));
  }

  /**
   * Reads ASCII letters, in upper case, and digits that separators divide, such as those of an
   * IBAN.
   *
   * @param separators the characters of which one may stand between two others
   * @return the end; -1 if there are less than {@code length}
   */
  static int compact(
      ScannedText text, int start, int length, String separators, StringBuilder compact) {
    int at = start;
    for (int i = 0; i < length; i++) {
      if (i > 0 && separators.indexOf(text.at(at)) >= 0) {
        at++;
      }
      char c = text.at(at++);
      if (!isAscii(c, ALPHANUMERIC)) {
        return -1;
      }
      compact.append(c >= 'a' ? (char) (c - 'a' + 'A') : c);
    }
    return at;
  }
}
