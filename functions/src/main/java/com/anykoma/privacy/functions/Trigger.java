package com.anykoma.privacy.functions;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.PathPattern;
import com.anykoma.privacy.collection.datamap.TriggerPatterns;
import com.anykoma.privacy.platform.Topic;
import java.util.List;
import java.util.Optional;

/** The event that runs a function. */
public sealed interface Trigger {
  /** An HTTP request. */
  record Http() implements Trigger {}

  /**
   * A write to a document of the main database. The function is deployed once for each pattern that
   * {@link TriggerPatterns} derives from the data map.
   *
   * @param role of the documents: {@code ACCOUNT}, or {@code CONTENT} for stamped content
   */
  record DocumentWritten(LocationRole role) implements Trigger {
    public DocumentWritten {
      if (role != LocationRole.ACCOUNT && role != LocationRole.CONTENT) {
        throw new IllegalArgumentException("functions run on writes of account or content");
      }
    }

    /** The path patterns of the documents. */
    public List<PathPattern> patterns(DataMap map) {
      return TriggerPatterns.of(role, map);
    }
  }

  /** A new generation of an object in a bucket, by its name in the data map. */
  record ObjectFinalized(String bucket) implements Trigger {}

  /** The deletion of a sign-in account. */
  record AccountDeleted() implements Trigger {}

  /**
   * A task published to a topic.
   *
   * @param redelivered whether the platform redelivers a failed task; false where each task belongs
   *     to an order that the sweep dispatches again, because two retry loops multiply
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
   * A schedule, whose job publishes a task to the function's own topic.
   *
   * @param cron Cloud Scheduler's cron expression, in UTC
   * @param redelivered whether the platform redelivers a failed run; false where the next run does
   *     its work
   */
  record Scheduled(String topic, String cron, boolean redelivered) implements Trigger {
    public Scheduled(Topic topic, String cron, boolean redelivered) {
      this(topic.storedName(), cron, redelivered);
    }

    public Scheduled(Topic topic, String cron) {
      this(topic, cron, true);
    }
  }

  /** Whether the platform redelivers an event that the function failed to handle. */
  default boolean isRedelivered() {
    if (this instanceof TaskPublished published) {
      return published.redelivered();
    }
    return !(this instanceof Scheduled scheduled) || scheduled.redelivered();
  }

  /** The topic of the tasks that run the function; empty for other triggers. */
  default Optional<String> taskTopic() {
    if (this instanceof TaskPublished published) {
      return Optional.of(published.topic());
    }
    return this instanceof Scheduled scheduled ? Optional.of(scheduled.topic()) : Optional.empty();
  }
}
