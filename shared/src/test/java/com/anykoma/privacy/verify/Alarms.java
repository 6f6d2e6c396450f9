package com.anykoma.privacy.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the second reader alarms with while this is open. */
final class Alarms extends Handler implements AutoCloseable {
  private static final Logger OURS = Logger.getLogger("com.anykoma.privacy.verify");

  private final List<String> heard = new ArrayList<>();

  Alarms() {
    OURS.addHandler(this);
  }

  synchronized List<String> heard() {
    return List.copyOf(heard);
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    if (entry.getLevel().equals(Level.SEVERE)) {
      heard.add(entry.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    OURS.removeHandler(this);
  }
}
