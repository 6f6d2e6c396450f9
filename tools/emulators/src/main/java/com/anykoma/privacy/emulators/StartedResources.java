package com.anykoma.privacy.emulators;

import java.util.ArrayDeque;
import java.util.Deque;

/** What was started, to be ended in the opposite order. */
public final class StartedResources implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Has a part ended before those that were added earlier. */
  public synchronized <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Ends every part once, whatever becomes of the others. */
  @Override
  public synchronized void close() {
    IllegalStateException failed = new IllegalStateException("not all that was started has ended");
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        failed.addSuppressed(e);
      }
    }
    if (failed.getSuppressed().length > 0) {
      throw failed;
    }
  }
}
