package com.anykoma.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What any class of ours alarms with while this is open. */
public final class Alarms extends Handler implements AutoCloseable {
  private static final Logger OURS = Logger.getLogger("com.anykoma.privacy");

  private final List<String> heard = new ArrayList<>();

  public Alarms() {
    OURS.addHandler(this);
  }

  public synchronized List<String> heard() {
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
