package com.anykoma.privacy.platform;

import java.util.List;

/** The port to the task queue (Pub/Sub; SQLite when embedded): at least once, in any order. */
public interface Tasks {
  /**
   * Returns once every task is durably queued. A task that was published before, by its id, may be
   * done once more or be dropped: whatever does it must not mind either. An attribute's value has
   * 1,024 bytes of UTF-8 at most.
   */
  void publish(List<Task> tasks);
}
