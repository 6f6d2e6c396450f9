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

/** Has the functions log to standard error, one line each, so that standard output stays clean. */
public final class Logs {
  /** Held, because the log manager holds loggers weakly. */
  private static final Logger QUIET = Logger.getLogger("org.eclipse.jetty");

  private static final int MAX_HELD = 500;

  private Logs() {}

  /** Shows what is at least as grave as {@code least}. */
  public static void show(Level least) {
    use(stderr(least, () -> ""), least);
  }

  /** The same, each line with the time of a clock. */
  public static void show(Level least, InstantSource clock) {
    use(stderr(least, () -> clock.instant().truncatedTo(ChronoUnit.MILLIS) + " "), least);
  }

  /** Holds the latest of them back: a story full of refusals would drown in its own warnings. */
  public static Held hold(Level least) {
    MemoryHandler held = new MemoryHandler(stderr(least, () -> ""), MAX_HELD, Level.OFF);
    use(held, least);
    return new Held(held);
  }

  /** Logs that are shown only when they are asked for. */
  public record Held(MemoryHandler handler) implements AutoCloseable {
    /** Shows what was held back. */
    public void show() {
      handler.push();
    }

    @Override
    public void close() {
      Logs.show(Level.WARNING);
    }
  }

  private static Handler stderr(Level least, Supplier<String> prefix) {
    Handler stderr = new ConsoleHandler();
    stderr.setLevel(least);
    stderr.setFormatter(new OneLine(prefix));
    return stderr;
  }

  private static void use(Handler handler, Level least) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(least);
    root.addHandler(handler);
    // Jetty tells at INFO that it starts and stops
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
                  + (thrown == null ? "" : " (" + rootOf(thrown) + ")"))
          + System.lineSeparator();
    }

    private static Throwable rootOf(Throwable thrown) {
      Throwable cause = thrown.getCause();
      return cause == null ? thrown : rootOf(cause);
    }
  }
}
