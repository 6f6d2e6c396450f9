package com.anykoma.privacy.improvement.detection;

import java.text.Normalizer;

/** Reads letters and words of a scanned text; the length of a word that it reads is bounded. */
final class Letters {
  /** Longer runs of letters are no words. */
  static final int MAX_WORD = 40;

  /** The results of {@link #fold} for the first characters. */
  private static final char[] FOLDED = new char[0x2000];

  static {
    for (char c = 0; c < FOLDED.length; c++) {
      String parts = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
      FOLDED[c] = Character.toLowerCase(parts.charAt(0));
    }
    String special = "øłđıØŁĐ";
    for (int i = 0; i < special.length(); i++) {
      FOLDED[special.charAt(i)] = "oldiold".charAt(i);
    }
  }

  private Letters() {}

  /** The lower-case letter without diacritics; one code unit stays one code unit. */
  static char fold(char c) {
    return c < FOLDED.length ? FOLDED[c] : Character.toLowerCase(c);
  }

  /** Whether the character at the index is a letter. */
  static boolean isLetter(ScannedText text, int index) {
    char c = text.at(index);
    return c < 128 ? Characters.isAscii(c, Characters.LETTER) : Character.isLetter(c);
  }

  /** Whether the character at the index is this one. */
  static boolean is(ScannedText text, int index, char c) {
    return text.at(index) == c;
  }

  /** Whether a word at the index begins with a capital, or its script has no capitals. */
  static boolean isCapital(ScannedText text, int index) {
    return isLetter(text, index)
        && (Character.isUpperCase(text.at(index)) || !Character.isLowerCase(text.at(index)));
  }

  /** The end of the word that begins here; the start itself if there is none, or a longer one. */
  static int endOfWord(ScannedText text, int start) {
    int end = start;
    while (isLetter(text, end)) {
      if (++end - start > MAX_WORD) {
        return start;
      }
    }
    return end;
  }

  /** The start of the word that ends here; the end itself if there is none, or a longer one. */
  static int startOfWord(ScannedText text, int end) {
    int start = end;
    while (isLetter(text, start - 1)) {
      if (end - --start > MAX_WORD) {
        return end;
      }
    }
    return start;
  }

  /** A view of the text in folded letters, for patterns. */
  record Folded(ScannedText text) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      return fold(text.at(index));
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      StringBuilder part = new StringBuilder(end - start);
      for (int i = start; i < end; i++) {
        part.append(charAt(i));
      }
      return part;
    }

    @Override
    public String toString() {
      return subSequence(0, length()).toString();
    }
  }
}
