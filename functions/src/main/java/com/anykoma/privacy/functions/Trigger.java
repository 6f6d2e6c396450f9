package com.anykoma.privacy.functions;

import com.anykoma.privacy.platform.Topic;
import java.util.List;
import java.util.Optional;

/** What makes a function run. */
public sealed interface Trigger {
  /** An HTTP request. */
  record Http() implements Trigger {}

  /**
   * A write to a document.
   *
   * @param pattern its path, {@code users/{uid}/{collection}/{id}}
   */
  record DocumentWritten(String pattern) implements Trigger {
    /** Whether a document's path has the pattern's shape. */
    public boolean matches(List<String> path) {
      String[] shape = pattern.split("/", -1);
      if (shape.length != path.size()) {
        return false;
      }
      for (int i = 0; i < shape.length; i++) {
        if (!shape[i].startsWith("{") && !shape[i].equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * A new generation of an object.
   *
   * @param bucket as the data map names it
   */
  record ObjectFinalized(String bucket) implements Trigger {}

  /** The deletion of a sign-in account. */
  record AccountDeleted() implements Trigger {}

  /**
   * A task published to a topic.
   *
   * @param redelivered whether the platform delivers a task that failed again; false where every
   *     task has an order whose lease hands it out again, because two retries multiply
   */
  record TaskPublished(String topic, boolean redelivered) implements Trigger {
    public TaskPublished(Topic topic, boolean redelivered) {
      this(topic.storedName(), redelivered);
    }

    public TaskPublished(Topic topic) {
      this(topic, true);
    }
  }

  /**
   * A schedule: its job publishes a task to a topic of the function's own.
   *
   * @param cron when, in UTC, as Cloud Scheduler takes it
   * @param redelivered whether the platform delivers a run that failed again; false where the next
   *     run does its work
   */
  record Scheduled(String topic, String cron, boolean redelivered) implements Trigger {
    public Scheduled(Topic topic, String cron, boolean redelivered) {
      this(topic.storedName(), cron, redelivered);
    }

    public Scheduled(Topic topic, String cron) {
      this(topic, cron, true);
    }
  }

  /** Whether the platform delivers again what the function failed to handle. */
  default boolean isRedelivered() {
    if (this instanceof TaskPublished published) {
      return published.redelivered();
    }
    return !(this instanceof Scheduled scheduled) || scheduled.redelivered();
  }

  /** The topic whose tasks make the function run, where it is tasks that do. */
  default Optional<String> taskTopic() {
    if (this instanceof TaskPublished published) {
      return Optional.of(published.topic());
    }
    return this instanceof Scheduled scheduled ? Optional.of(scheduled.topic()) : Optional.empty();
  }
}
