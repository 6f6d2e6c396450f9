package com.anykoma.privacy;

import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.log.LogLine;
import com.google.errorprone.annotations.CompileTimeConstant;

/** A permanent failure that needs an operator: its text, which is an alarm, may be logged. */
public class AlarmFailure extends PermanentFailure implements LogLine.Failure {
  private final transient LogLine line;

  public AlarmFailure(@CompileTimeConstant String alarm, LogEntry... fields) {
    super(LogLine.of(alarm, fields).toString());
    this.line = LogLine.of(alarm, fields);
  }

  public AlarmFailure(Throwable cause, @CompileTimeConstant String alarm) {
    super(alarm, cause);
    this.line = LogLine.of(alarm);
  }

  @Override
  public LogLine line() {
    return line;
  }
}
