package com.anykoma.privacy.vault;

import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Wraps every key again after the key-encryption key was rotated, a page a task, so that the old
 * version of it can be destroyed (P17). An operator begins it by publishing a task without
 * attributes. Touches no data. Safe to repeat and to overlap.
 */
public final class RewrapService {
  /** The topic of its tasks. */
  public static final String TOPIC = "rewrap";

  private static final String AFTER = "after";

  private final KeyService keys;
  private final Tasks tasks;

  public RewrapService(KeyService keys, Tasks tasks) {
    this.keys = keys;
    this.tasks = tasks;
  }

  /**
   * Wraps a page of keys and leaves the rest to a further task.
   *
   * @throws DamagedSeal when some do not unwrap: each is logged, and left as it is
   */
  public void rewrap(Task task) {
    KeyService.Rewrapped page = keys.rewrap(Optional.ofNullable(task.attributes().get(AFTER)));
    page.next().ifPresent(after -> tasks.publish(List.of(next(task, after))));
    if (page.failed() > 0) {
      throw new DamagedSeal(page.failed() + " wrapped keys of a page do not unwrap");
    }
  }

  private static Task next(Task task, String after) {
    String run = task.attributes().getOrDefault("run", task.id());
    return new Task(TOPIC, String.join("-", TOPIC, run, after), Map.of("run", run, AFTER, after));
  }
}
