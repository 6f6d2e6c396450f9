package com.anykoma.privacy.functions;

import com.anykoma.privacy.TerminalText;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Escapes control characters in log messages, which may quote foreign text. */
public final class LogGuard {
  private LogGuard() {}

  /** Makes all handlers of the root logger write messages as {@link TerminalText}. Idempotent. */
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
