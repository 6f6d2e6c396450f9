package com.anykoma.privacy.functions;

import com.anykoma.privacy.TerminalText;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Makes what others wrote harmless in a function's log, wherever the line comes from: the platform
 * writes messages as they are, and people read them on terminals. Safe to repeat.
 */
public final class LogGuard {
  private LogGuard() {}

  /** From now on the handlers of all logs write messages as {@link TerminalText} shows them. */
  public static void install() {
    for (Handler each : Logger.getLogger("").getHandlers()) {
      each.setFilter(LogGuard::guard);
    }
  }

  private static boolean guard(LogRecord line) {
    Optional.ofNullable(line.getMessage()).map(TerminalText::of).ifPresent(line::setMessage);
    return true;
  }
}
