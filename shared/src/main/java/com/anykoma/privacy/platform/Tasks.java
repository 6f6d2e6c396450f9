package com.anykoma.privacy.platform;

import java.util.List;

/** The port to the task queue (Pub/Sub; SQLite when embedded): at least once, in any order. */
public interface Tasks {
  /**
   * Publishes tasks and returns when all are stored durably. A task with an id that was published
   * before may be delivered again or dropped, so the receiver must be idempotent. The value of an
   * attribute has at most 1,024 bytes of UTF-8.
   */
  void publish(List<Task> tasks);
}
