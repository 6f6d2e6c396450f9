package com.anykoma.privacy;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * Escapes untrusted text (from files, events, uploads, databases) for a terminal or a log.
 * Characters that control a terminal, reorder a line or start a new line become {@code \}{@code
 * uXXXX}, one escape per UTF-16 code unit. This is also the escape of JSON, so the value of a JSON
 * string does not change.
 *
 * @see <a href="https://www.unicode.org/reports/tr36/">UTR 36: Unicode security considerations</a>
 */
public final class TerminalText {
  /** The maximum number of characters (code points) shown of one value or line. */
  public static final int MAX_LENGTH = 2_000;

  private TerminalText() {}

  /** Escapes a value or a line and truncates it to {@value #MAX_LENGTH} characters. */
  public static String of(String text) {
    return escaped(text, MAX_LENGTH, false);
  }

  /** Escapes a text of several lines; keeps its line feeds and does not truncate it. */
  public static String lines(String text) {
    return escaped(text, text.length(), true);
  }

  /** Like {@link String#format}, but escapes every value except numbers with {@link #of}. */
  public static String format(String format, Object... values) {
    Object[] shown =
        Stream.of(values)
            .map(each -> each instanceof Number ? each : of(String.valueOf(each)))
            .toArray();
    return String.format(Locale.ROOT, format, shown);
  }

  private static String escaped(String text, int maxLength, boolean keepsLines) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .limit(maxLength)
        .forEach(
            each -> {
              if ((keepsLines && each == '\n') || !isHarmful(each)) {
                shown.appendCodePoint(each);
              } else {
                appendEscape(shown, each);
              }
            });
    int omitted = text.codePointCount(0, text.length()) - maxLength;
    return omitted > 0 ? shown + "... (" + omitted + " more)" : shown.toString();
  }

  /** Controls (C0, DEL, C1), formats (bidi, joiners, tags), line ends, unpaired surrogates. */
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
