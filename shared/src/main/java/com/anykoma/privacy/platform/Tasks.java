package com.anykoma.privacy.platform;

import java.util.List;

/** The port to the task queue (Pub/Sub; SQLite when embedded): at least once, in any order. */
public interface Tasks {
  /** Returns once every task is durably queued; a task whose id was published before is dropped. */
  void publish(List<Task> tasks);
}
