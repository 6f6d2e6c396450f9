package com.anykoma.privacy.emulators;

import java.util.ArrayDeque;
import java.util.Deque;

/** Started resources, which are closed in the reverse order. */
public final class StartedResources implements AutoCloseable {
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  /** Adds a resource, which is closed before the ones added earlier. */
  public synchronized <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /** Closes every resource once, even if some fail to close. */
  @Override
  public synchronized void close() {
    IllegalStateException failed = new IllegalStateException("some resources failed to close");
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
