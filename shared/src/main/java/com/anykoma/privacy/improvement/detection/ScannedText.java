package com.anykoma.privacy.improvement.detection;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text as the rules read it. Characters that look like ASCII characters (full-width letters,
 * other scripts' digits, homoglyphs of the at sign) are replaced by these, and invisible ones are
 * left out, so that offsets differ from those of the original text; {@link #originalStart} and
 * {@link #originalEnd} convert them. Text without such characters is read as it is.
 */
final class ScannedText implements CharSequence {
  private final char[] characters;
  private final int[] starts; // original offsets; empty if they are the same
  private final int[] ends;

  private ScannedText(char[] characters, int[] starts, int[] ends) {
    this.characters = characters;
    this.starts = starts;
    this.ends = ends;
  }

  static ScannedText of(String text) {
    char[] characters = text.toCharArray();
    int changed = firstChange(characters);
    return changed == characters.length
        ? new ScannedText(characters, new int[0], new int[0])
        : folded(characters, changed);
  }

  private static int firstChange(char[] characters) {
    for (int i = 0; i < characters.length; i++) {
      if (characters[i] >= 0x80 && Folding.changes(Character.codePointAt(characters, i))) {
        return i;
      }
    }
    return characters.length;
  }

  private static ScannedText folded(char[] original, int from) {
    char[] characters = new char[original.length];
    int[] starts = new int[original.length];
    int[] ends = new int[original.length];
    int length = 0;
    int i = 0;
    while (i < original.length) {
      int point = i < from ? original[i] : Character.codePointAt(original, i);
      int to = point < 0x80 || i < from ? point : Folding.fold(point);
      int next = i + (to != point ? Character.charCount(point) : 1); // a kept pair is two steps
      if (to != Folding.INVISIBLE) {
        characters[length] = to == point ? original[i] : (char) to;
        starts[length] = i;
        ends[length++] = next;
      }
      i = next;
    }
    return new ScannedText(Arrays.copyOf(characters, length), starts, ends);
  }

  @Override
  public int length() {
    return characters.length;
  }

  /** The character at this index; 0 outside of the text. */
  char at(int index) {
    return index < 0 || index >= characters.length ? 0 : characters[index];
  }

  /** The original offset of the first code unit of the character at this index. */
  int originalStart(int index) {
    return starts.length == 0 ? index : starts[index];
  }

  /** The original offset after the character that ends before this index. */
  int originalEnd(int index) {
    return ends.length == 0 ? index : ends[index - 1];
  }

  @Override
  public char charAt(int index) {
    return characters[index];
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return substring(start, end);
  }

  @Override
  public String toString() {
    return substring(0, characters.length);
  }

  /** The end of the pattern's match that begins here, by the text before it too; -1 if none. */
  int matchEnd(Pattern pattern, int start) {
    if (start < 0 || start > characters.length) {
      return -1;
    }
    Matcher matcher =
        pattern.matcher(this).useTransparentBounds(true).region(start, characters.length);
    return matcher.lookingAt() ? matcher.end() : -1;
  }

  /** The characters from {@code start} to before {@code end}. */
  String substring(int start, int end) {
    return new String(characters, start, end - start);
  }
}
