package com.anykoma.privacy;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * Text that somebody else chose (of files, events, uploads, databases), as it may be shown on a
 * terminal or written to a log. Characters that steer a terminal, reorder a line or begin another
 * one are written as {@code \}{@code uXXXX}, one escape for each UTF-16 unit, as JSON has it:
 * within a string of a JSON document the value stays the same.
 *
 * @see <a href="https://www.unicode.org/reports/tr36/">UTR 36: Unicode security considerations</a>
 */
public final class TerminalText {
  /** The most characters that are shown of one value or one line. */
  public static final int MAX_LENGTH = 2_000;

  private TerminalText() {}

  /** A value or a line, of which no more than {@value #MAX_LENGTH} characters are shown. */
  public static String of(String text) {
    return escaped(text, MAX_LENGTH, false);
  }

  /** A text of several lines, whole: its line feeds stay. */
  public static String lines(String text) {
    return escaped(text, text.length(), true);
  }

  /** As {@link String#format}, each value but a number as {@link #of} shows it. */
  public static String format(String format, Object... values) {
    Object[] shown =
        Stream.of(values)
            .map(each -> each instanceof Number ? each : of(String.valueOf(each)))
            .toArray();
    return String.format(Locale.ROOT, format, shown);
  }

  private static String escaped(String text, int most, boolean keepsLines) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .limit(most)
        .forEach(
            each -> {
              if ((keepsLines && each == '\n') || !isHarmful(each)) {
                shown.appendCodePoint(each);
              } else {
                appendEscape(shown, each);
              }
            });
    int left = text.codePointCount(0, text.length()) - most;
    return left > 0 ? shown + "... (" + left + " more)" : shown.toString();
  }

  /** Controls (C0, DEL, C1), formats (bidi, joiners, tags), line ends and lone surrogates. */
  private static boolean isHarmful(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static void appendEscape(StringBuilder shown, int codePoint) {
    for (char each : Character.toChars(codePoint)) {
      shown.append(String.format(Locale.ROOT, "\\u%04x", (int) each));
    }
  }
}
