package com.anykoma.privacy.retention.residency;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Simulates one removal from its planned start to its last copy: an independent check of the solver
 * that follows each copy instead of adding up settings.
 *
 * @param delay chooses the actual duration of a step from its maximum
 */
record PlannedRemoval(Residency model, UnaryOperator<Duration> delay) {
  /**
   * @param behind how far the clock that finds the start due is behind; negative if it is ahead
   */
  Instant endOfLastCopy(Instant plannedStart, Duration behind) {
    Slack slack = model.slack();
    Instant due = plannedStart.plus(behind);
    Instant schedulesRun = due.plus(delay.apply(slack.missed()));
    Instant swept = schedulesRun.plus(delay.apply(slack.sweep()));
    Instant accepted = swept.plus(delay.apply(slack.retries()));
    return model.stores().stream()
        .filter(each -> each.disclosed().isEmpty())
        .map(each -> endOfLastCopy(each, accepted))
        .reduce(accepted, PlannedRemoval::later);
  }

  private Instant endOfLastCopy(StoreResidency store, Instant accepted) {
    Instant effective = accepted.plus(delay.apply(store.of(RecoverySetting.LAG)));
    List<Instant> ends = new ArrayList<>();
    ends.add(endOfPastStates(store, effective));
    ends.add(endOfEntries(store, effective));
    ends.add(endOfKey(store, effective));
    if (!store.of(RecoverySetting.BACKUPS).isZero()) {
      ends.add(endOfBackup(store, effective));
    }
    return ends.stream().reduce(effective, PlannedRemoval::later);
  }

  /** The last copy within the store itself: a past state, or a version that can be undeleted. */
  private Instant endOfPastStates(StoreResidency store, Instant deleted) {
    Instant past = deleted.plus(delay.apply(store.of(RecoverySetting.RECOVERY)));
    Instant versionDeleted = deleted.plus(delay.apply(store.of(RecoverySetting.VERSIONS)));
    return later(past, versionDeleted.plus(delay.apply(store.of(RecoverySetting.SOFT_DELETE))));
  }

  /** A backup made before the delete took effect, restored on its last day, and deleted again. */
  private Instant endOfBackup(StoreResidency store, Instant deleted) {
    Instant expires = deleted.plus(delay.apply(store.of(RecoverySetting.BACKUPS)));
    return endOfPastStates(store, expires);
  }

  /** Entries written before the delete took effect. */
  private Instant endOfEntries(StoreResidency store, Instant deleted) {
    return deleted.plus(delay.apply(store.of(RecoverySetting.RETENTION)));
  }

  private Instant endOfKey(StoreResidency store, Instant deleted) {
    return deleted.plus(delay.apply(store.of(RecoverySetting.KEY_DESTRUCTION)));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
