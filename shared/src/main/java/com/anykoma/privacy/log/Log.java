package com.anykoma.privacy.log;

import com.google.errorprone.annotations.CompileTimeConstant;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes log lines: a fixed text, which the compiler checks, and fields of {@link LogField}. */
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
    write(Level.INFO, message, fields);
  }

  /** Writes a line about a problem that is retried or decided by staff later. */
  public void warning(@CompileTimeConstant String message, LogEntry... fields) {
    write(Level.WARNING, message, fields);
  }

  /** Writes a line about a problem that needs a person. */
  public void severe(@CompileTimeConstant String message, LogEntry... fields) {
    write(Level.SEVERE, message, fields);
  }

  private void write(Level level, String message, LogEntry... fields) {
    StringBuilder line = new StringBuilder(message);
    for (LogEntry each : fields) {
      line.append(' ').append(each.field().fieldName()).append('=').append(each.value());
    }
    logger.log(level, line.toString());
  }
}
