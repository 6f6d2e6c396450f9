package com.anykoma.privacy.improvement.detection;

/**
 * Maps characters that a reader takes for ASCII characters to these. Sources: the Unicode blocks
 * Halfwidth and Fullwidth Forms, Mathematical Alphanumeric Symbols and Enclosed Alphanumerics, and
 * the general category Nd for the digits of all scripts.
 */
final class Folding {
  /** The result for characters that are not seen, such as zero-width spaces. */
  static final int INVISIBLE = -1;

  /** Characters, and the ASCII characters that they look like at the same places. */
  private static final String SYMBOLS =
      "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uFE58\uFE63\u2024\u3002\uFE52\uFF61"
          + "\u02D0\u2236\uA789\uFE55\u2018\u2019\u02BC\u201B\u201C\u201D\u201E\u201F"
          + "\u202F\u205F\u3000\u2028\u2029\uFE6B\u2044\u2215\u24EA";

  private static final String ASCII = "---------....::::''''\"\"\"\"   \n\n@//0";

  private Folding() {}

  static boolean changes(int point) {
    return fold(point) != point;
  }

  /** The ASCII character that stands for the code point, the same code point, or INVISIBLE. */
  static int fold(int point) {
    if (point < 0x80 || (point >= 0x3400 && point < 0xD800)) {
      return point >= 0xA600 && point < 0xD800 ? digit(point) : point;
    }
    if (point >= 0xFF01 && point <= 0xFF5E) {
      return point - 0xFEE0;
    }
    if (isInvisible(point)) {
      return INVISIBLE;
    }
    if (point >= 0x1D400 && point <= 0x1D6A3) { // bold, italic, script ... alphabets in a row
      int letter = (point - 0x1D400) % 52;
      return letter < 26 ? 'A' + letter : 'a' + letter - 26;
    }
    int symbol = symbol(point);
    return symbol == point ? digit(point) : symbol;
  }

  private static int digit(int point) {
    if (Character.getType(point) == Character.DECIMAL_DIGIT_NUMBER) {
      return '0' + Character.digit(point, 10);
    }
    return point;
  }

  private static int symbol(int point) {
    if (point == 0xA0 || (point >= 0x2000 && point <= 0x200A)) {
      return ' ';
    }
    if (point < 0x2010 && point != 0x2D0 && point != 0x2BC) {
      return point;
    }
    if (point >= 0x24B6 && point <= 0x24E9) { // circled letters
      return point < 0x24D0 ? 'A' + point - 0x24B6 : 'a' + point - 0x24D0;
    }
    if (point >= 0x2460 && point <= 0x2468) { // circled digits
      return '1' + point - 0x2460;
    }
    if (point >= 0x2080 && point <= 0x2089) { // subscript digits
      return '0' + point - 0x2080;
    }
    int place = SYMBOLS.indexOf(point);
    return place < 0 ? point : ASCII.charAt(place);
  }

  /** Format characters, variation selectors, tags and the enclosing keycap. */
  private static boolean isInvisible(int point) {
    return Character.getType(point) == Character.FORMAT
        || (point >= 0xFE00 && point <= 0xFE0F)
        || (point >= 0xE0100 && point <= 0xE01EF)
        || point == 0x20E3
        || point == 0x115F
        || point == 0x1160
        || point == 0x3164;
  }
}
