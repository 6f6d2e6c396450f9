package com.anykoma.privacy.log;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.List;

/** A log line that is written later: a fixed text, which the compiler checks, and fields. */
public final class LogLine {
  /** An exception that has a log line of its own. */
  public interface Failure {
    /** The line, which names no person. */
    LogLine line();
  }

  private final String message;
  private final List<LogEntry> fields;

  private LogLine(String message, List<LogEntry> fields) {
    this.message = message;
    this.fields = List.copyOf(fields);
  }

  /** A line with a text and fields. */
  public static LogLine of(@CompileTimeConstant String message, LogEntry... fields) {
    return new LogLine(message, List.of(fields));
  }

  List<LogEntry> fields() {
    return fields;
  }

  /** The line as people read it: the text, then each field as {@code name=value}. */
  @Override
  public String toString() {
    StringBuilder line = new StringBuilder(message);
    fields.forEach(each -> line.append(' ').append(each));
    return line.toString();
  }
}
