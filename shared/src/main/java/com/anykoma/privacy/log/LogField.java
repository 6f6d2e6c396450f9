package com.anykoma.privacy.log;

import java.util.Locale;

/** The fields that a log line may have; a value that is not on this list has no way into a log. */
public enum LogField {
  LOCATION,
  ORDER,
  KIND,
  COUNT,
  SCAN,
  FAILURES,
  /** The simple name of an exception's class. */
  REASON;

  /** The field with a value: an opaque id, a fixed word or a number, never personal data. */
  public LogEntry of(Object value) {
    return new LogEntry(this, String.valueOf(value));
  }

  String fieldName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
