package com.anykoma.privacy.local;

import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Has the functions log to standard error, one line each, so that standard output stays clean. */
final class Logs {
  private Logs() {}

  /** Shows what is at least as grave as {@code least}. */
  static void show(Level least) {
    LogManager.getLogManager().reset();
    Handler stderr = new ConsoleHandler();
    stderr.setLevel(least);
    stderr.setFormatter(new OneLine());
    Logger root = Logger.getLogger("");
    root.setLevel(least);
    root.addHandler(stderr);
    // Jetty tells at INFO that it starts and stops
    QUIET.setLevel(Level.WARNING);
  }

  /** Held, because the log manager holds loggers weakly. */
  private static final Logger QUIET = Logger.getLogger("org.eclipse.jetty");

  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord record) {
      Throwable thrown = record.getThrown();
      return record.getLevel().getName().toLowerCase(java.util.Locale.ROOT)
          + ": "
          + record.getMessage()
          + (thrown == null ? "" : " (" + rootOf(thrown) + ")")
          + System.lineSeparator();
    }

    private static Throwable rootOf(Throwable thrown) {
      Throwable cause = thrown.getCause();
      return cause == null ? thrown : rootOf(cause);
    }
  }
}
