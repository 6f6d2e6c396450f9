package com.anykoma.privacy.log;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Writes log lines: a fixed text, which the compiler checks, and fields of {@link LogField} (P15).
 * It is the only way to log; no method takes text that is composed at run time.
 */
public final class Log {
  private final Logger logger;

  private Log(Logger logger) {
    this.logger = logger;
  }

  /** The log of a class. */
  public static Log of(Class<?> source) {
    return new Log(Logger.getLogger(source.getName()));
  }

  /** Writes a line about normal operation. */
  public void info(@CompileTimeConstant String message, LogEntry... fields) {
    write(Level.INFO, LogLine.of(message, fields), Optional.empty());
  }

  /** Writes a line about a problem that is retried or decided by staff later. */
  public void warning(@CompileTimeConstant String message, LogEntry... fields) {
    warning(LogLine.of(message, fields));
  }

  /** Writes a line about a problem that is retried or decided by staff later. */
  public void warning(LogLine line) {
    write(Level.WARNING, line, Optional.empty());
  }

  /** Writes a line about a problem that needs a person. */
  public void severe(@CompileTimeConstant String message, LogEntry... fields) {
    write(Level.SEVERE, LogLine.of(message, fields), Optional.empty());
  }

  /**
   * Writes a line about an exception that needs a person, and the line that it has of its own, if
   * any. The deployed functions print the exception's class and the places in our code.
   */
  public void failed(Throwable failure, @CompileTimeConstant String message, LogEntry... fields) {
    write(Level.SEVERE, LogLine.of(message, fields), Optional.of(failure));
    if (failure instanceof LogLine.Failure alarm) {
      write(Level.SEVERE, alarm.line(), Optional.empty());
    }
  }

  private void write(Level level, LogLine line, Optional<Throwable> failure) {
    LogRecord entry = new LogRecord(level, line.toString());
    entry.setLoggerName(logger.getName());
    entry.setParameters(line.fields().toArray());
    failure.ifPresent(entry::setThrown);
    logger.log(entry);
  }
}
