package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.TaskPayload.ReconcileItem;
import com.anykoma.privacy.work.ScanStep;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** The work and findings of one reconciliation task: a page, or an item that failed on one. */
final class ReconcilePart {
  /** The kinds of findings; their names are those of log fields. */
  enum Found {
    /** An account is missing for the first time. */
    SUSPECTED,
    /** An account is missing again: an erasure request is opened. */
    GONE,
    /** A suspected account exists: an inferred request is revoked. */
    BACK,
    /** Data of an erased subject exists again. */
    RETURNED,
    /** A plan differed from Stripe and was corrected. */
    CORRECTED,
    /** A subject without an account, or a customer without a subject: an operator has to decide. */
    UNKNOWN
  }

  private static final Log LOG = Log.of(ReconcilePart.class);

  private final String phase;
  private final Optional<ScanStep> step;
  private final Map<Found, Integer> found = new EnumMap<>(Found.class);

  private ReconcilePart(String phase, Optional<ScanStep> step) {
    this.phase = phase;
    this.step = step;
  }

  static ReconcilePart of(ScanStep step) {
    return new ReconcilePart(step.position().phase(), Optional.of(step));
  }

  static ReconcilePart of(ReconcileItem item) {
    return new ReconcilePart(item.phase(), Optional.empty());
  }

  /** The phase of the scan that the page or item belongs to. */
  String phase() {
    return phase;
  }

  /** Processes each item; one that fails on a page gets a task of its own. */
  <T> void forEach(Collection<T> items, Function<T, String> id, Function<T, Optional<Found>> work) {
    if (step.isPresent()) {
      step.get()
          .forEach(
              items,
              item -> work.apply(item).ifPresent(this::count),
              item -> new ReconcileItem(phase, id.apply(item)));
    } else {
      items.forEach(item -> work.apply(item).ifPresent(this::count));
    }
  }

  /** Same as {@link #forEach} for subjects; counts {@code what} if {@code work} returns true. */
  void forEachSubject(Collection<SubjectId> some, Found what, Predicate<SubjectId> work) {
    forEach(some, SubjectId::value, it -> work.test(it) ? Optional.of(what) : Optional.empty());
  }

  private void count(Found one) {
    found.merge(one, 1, Integer::sum);
  }

  /** Logs the findings, if any. */
  void logFindings() {
    if (!found.isEmpty()) {
      List<LogEntry> fields = new ArrayList<>(List.of(LogField.PHASE.of(phase)));
      found.forEach((what, count) -> fields.add(LogField.valueOf(what.name()).of(count)));
      LOG.warning("alarm: reconciliation found", fields.toArray(LogEntry[]::new));
    }
  }
}
