package com.anykoma.privacy.local.report;

import com.anykoma.privacy.TerminalText;
import com.google.errorprone.annotations.CanIgnoreReturnValue;

/** The text of a report, which is formatted piece by piece and safe for a terminal. */
public final class ReportText {
  private final StringBuilder text = new StringBuilder();

  /** Appends a piece that {@link TerminalText#format} formats; it escapes the values. */
  @CanIgnoreReturnValue
  public ReportText add(String format, Object... values) {
    text.append(TerminalText.format(format, values));
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
