package com.anykoma.privacy.local;

import java.util.Locale;

/** Names that somebody chose, as they may be shown on a terminal. */
final class TerminalText {
  private TerminalText() {}

  /** The names, in which what would steer a terminal is shown as its number. */
  static String of(String names) {
    StringBuilder shown = new StringBuilder();
    names
        .codePoints()
        .forEach(
            each -> {
              boolean steers =
                  Character.isISOControl(each) || Character.getType(each) == Character.FORMAT;
              if (steers) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", each));
              } else {
                shown.appendCodePoint(each);
              }
            });
    return shown.toString();
  }
}
