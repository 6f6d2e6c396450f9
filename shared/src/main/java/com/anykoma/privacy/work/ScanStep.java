package com.anykoma.privacy.work;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload;
import com.anykoma.privacy.platform.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** One page of a scan in progress, and the tasks that it creates. */
public final class ScanStep {
  private static final Log LOG = Log.of(ScanStep.class);

  private final Topic topic;
  private final String id;
  private final ScanPosition position;
  private final List<Task> tasks = new ArrayList<>();

  ScanStep(Topic topic, String id, ScanPosition position) {
    this.topic = topic;
    this.id = id;
    this.position = position;
  }

  /** An id that is unique among all pages of all scans and contains no personal data. */
  public String id() {
    return id;
  }

  public ScanPosition position() {
    return position;
  }

  /**
   * Processes each item. An item that fails gets a task of its own in the scan's topic, which the
   * queue redelivers. An item that fails permanently is reported and skipped. Therefore an item
   * never makes its page fail or repeat.
   *
   * @param task creates the payload of an item's own task
   */
  public <T> void forEach(Collection<T> items, Consumer<T> work, Function<T, TaskPayload> task) {
    for (T item : items) {
      try {
        work.accept(item);
      } catch (RuntimeException e) {
        failed(e, () -> addTask(task.apply(item)));
      }
    }
  }

  private void failed(RuntimeException e, Runnable addTask) {
    LogEntry scan = LogField.SCAN.of(topic.storedName());
    LogEntry reason = LogField.REASON.of(e);
    if (BatchRunner.isPermanent(e)) {
      LOG.severe("alarm: a scan skipped an item", scan, reason);
    } else {
      LOG.warning("an item of a scan failed and is retried in its own task", scan, reason);
      addTask.run();
    }
  }

  /** Adds a task of its own for a part of the page, in the scan's topic. */
  public void addTask(TaskPayload payload) {
    tasks.add(new Task(topic, id + "-part-" + tasks.size(), payload));
  }

  List<Task> tasks() {
    return List.copyOf(tasks);
  }
}
