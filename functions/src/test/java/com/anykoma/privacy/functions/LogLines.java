package com.anykoma.privacy.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects the lines that functions log while it is open. */
final class LogLines extends Handler implements AutoCloseable {
  private static final Logger PRIVACY = Logger.getLogger("com.anykoma.privacy");

  private final List<String> lines = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();

  LogLines() {
    PRIVACY.addHandler(this);
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** The exceptions of the lines, which the deployed functions print without their messages. */
  synchronized List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    Optional.ofNullable(entry.getThrown()).ifPresent(failures::add);
    lines.add(entry.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    PRIVACY.removeHandler(this);
  }
}
