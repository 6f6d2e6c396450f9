package com.anykoma.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects the alarms that classes of this product log while it is open. */
public final class Alarms extends Handler implements AutoCloseable {
  private static final Logger OURS = Logger.getLogger("com.anykoma.privacy");

  private final List<String> messages = new ArrayList<>();

  public Alarms() {
    OURS.addHandler(this);
  }

  public synchronized List<String> messages() {
    return List.copyOf(messages);
  }

  @Override
  public synchronized void publish(LogRecord entry) {
    if (entry.getLevel().equals(Level.SEVERE)) {
      messages.add(entry.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    OURS.removeHandler(this);
  }
}
