package com.anykoma.privacy.local.console;

import com.anykoma.privacy.TerminalText;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.MemoryHandler;

/**
 * Configures logging: each record is one line on stderr, so that stdout contains only the answer.
 */
public final class Logs {
  /** A strong reference, because the log manager holds loggers weakly. */
  private static final Logger QUIET = Logger.getLogger("org.eclipse.jetty");

  private static final int MAX_BUFFERED = 500;

  private Logs() {}

  /** Prints records of at least the given level. */
  public static void show(Level minimum) {
    install(stderr(minimum, () -> ""), minimum);
  }

  /** Prints records of at least the given level, each with the time of the clock. */
  public static void show(Level minimum, InstantSource clock) {
    install(stderr(minimum, () -> clock.instant().truncatedTo(ChronoUnit.MILLIS) + " "), minimum);
  }

  /**
   * Buffers the latest records instead of printing them: the demo causes many expected warnings.
   */
  public static Buffered buffer(Level minimum) {
    MemoryHandler buffer = new MemoryHandler(stderr(minimum, () -> ""), MAX_BUFFERED, Level.OFF);
    install(buffer, minimum);
    return new Buffered(buffer);
  }

  /** The latest log records, which are printed only on request. */
  public record Buffered(MemoryHandler handler) implements AutoCloseable {
    /** Prints the buffered records. */
    public void show() {
      handler.push();
    }

    @Override
    public void close() {
      Logs.show(Level.WARNING);
    }
  }

  private static Handler stderr(Level minimum, Supplier<String> prefix) {
    Handler stderr = new ConsoleHandler();
    stderr.setLevel(minimum);
    stderr.setFormatter(new OneLine(prefix));
    return stderr;
  }

  private static void install(Handler handler, Level minimum) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(minimum);
    root.addHandler(handler);
    // Jetty logs every start and stop at INFO
    QUIET.setLevel(Level.WARNING);
  }

  private static final class OneLine extends Formatter {
    private final Supplier<String> prefix;

    OneLine(Supplier<String> prefix) {
      this.prefix = prefix;
    }

    @Override
    public String format(LogRecord record) {
      Throwable thrown = record.getThrown();
      return TerminalText.of(
              prefix.get()
                  + record.getLevel().getName().toLowerCase(Locale.ROOT)
                  + ": "
                  + record.getMessage()
                  + (thrown == null ? "" : " (" + rootCause(thrown) + ")"))
          + System.lineSeparator();
    }

    private static Throwable rootCause(Throwable thrown) {
      Throwable cause = thrown.getCause();
      return cause == null ? thrown : rootCause(cause);
    }
  }
}
