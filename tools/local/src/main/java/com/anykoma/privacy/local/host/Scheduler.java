package com.anykoma.privacy.local.host;

import com.anykoma.privacy.local.cloud.PollingThread;
import com.anykoma.privacy.platform.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes the tasks of schedules when they are due, as Cloud Scheduler does, and each task once
 * at start, because the functions then find earlier due work by its stored state. Retries failed
 * publications.
 */
final class Scheduler implements AutoCloseable {
  private final List<Schedule> schedules;
  private final Tasks tasks;
  private final InstantSource clock;
  private final Map<Schedule, Instant> published = new HashMap<>();
  private final PollingThread thread = new PollingThread("scheduler", this::publishDue);

  private Scheduler(List<Schedule> schedules, Tasks tasks, InstantSource clock) {
    this.schedules = List.copyOf(schedules);
    this.tasks = tasks;
    this.clock = clock;
  }

  static Scheduler start(List<Schedule> schedules, Tasks tasks, InstantSource clock) {
    Scheduler scheduler = new Scheduler(schedules, tasks, clock);
    scheduler.thread.start();
    return scheduler;
  }

  /** Publishes all tasks that are due; false, as no more work is due now. */
  synchronized boolean publishDue() {
    for (Schedule each : schedules) {
      Instant now = clock.instant();
      Instant due = each.lastDue(now);
      if (!due.equals(published.get(each))) {
        boolean isFirst = !published.containsKey(each);
        tasks.publish(List.of(isFirst ? each.taskAtStart(now) : each.task(due)));
        published.put(each, due);
      }
    }
    return false;
  }

  @Override
  public void close() {
    thread.close();
  }
}
