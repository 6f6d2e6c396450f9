package com.anykoma.privacy.work;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload;
import com.anykoma.privacy.platform.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.logging.Logger;

/** One page of a scan being dealt with. */
public final class ScanStep {
  private static final Logger LOG = Logger.getLogger(ScanStep.class.getName());

  private final Topic topic;
  private final String id;
  private final ScanPosition position;
  private final List<Task> tasks = new ArrayList<>();

  /**
   * @param id names the page among all pages of all scans
   */
  ScanStep(Topic topic, String id, ScanPosition position) {
    this.topic = topic;
    this.id = id;
    this.position = position;
  }

  /** An id that names the page among all pages of all scans, and contains no personal data. */
  public String id() {
    return id;
  }

  /** Where the page begins. */
  public ScanPosition position() {
    return position;
  }

  /**
   * Deals with each item whatever becomes of the others. An item that fails becomes a task of its
   * own in the scan's topic, which the queue delivers again; one that no attempt can help is
   * reported and passed over. So the page never fails because of an item, and is never repeated for
   * one.
   *
   * @param task the payload of an item's own task
   */
  public <T> void each(Collection<T> items, Consumer<T> work, Function<T, TaskPayload> task) {
    for (T item : items) {
      try {
        work.accept(item);
      } catch (RuntimeException e) {
        failed(e, () -> leave(task.apply(item)));
      }
    }
  }

  private void failed(RuntimeException e, Runnable leave) {
    String where = " scan=" + topic.storedName() + " reason=" + e.getClass().getSimpleName();
    if (BatchRunner.isPermanent(e)) {
      LOG.severe("alarm: a scan passed over an item" + where);
    } else {
      LOG.warning("an item of a scan failed and is tried by itself" + where);
      leave.run();
    }
  }

  /** Leaves a part of the page to a task of its own, in the scan's topic. */
  public void leave(TaskPayload payload) {
    tasks.add(new Task(topic, id + "-part-" + tasks.size(), payload));
  }

  List<Task> tasks() {
    return List.copyOf(tasks);
  }
}
