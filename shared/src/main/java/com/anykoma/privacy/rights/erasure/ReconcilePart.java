package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.work.ScanStep;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Logger;

/**
 * What one task reconciles, and what it finds: a page of a phase, or one item whose work failed
 * when its page was dealt with and that has a task of its own.
 */
final class ReconcilePart {
  /** What reconciliation finds. */
  enum Found {
    /** An account is missing for the first time. */
    SUSPECTED,
    /** An account is missing again: the erasure of its subject is ordered. */
    GONE,
    /** A suspected account is there: what was ordered is revoked. */
    BACK,
    /** Something of an erased subject is there again. */
    RETURNED,
    /** A plan had drifted. */
    CORRECTED,
    /** A subject without an account, or a customer without a subject: a person has to look. */
    UNKNOWN
  }

  private static final Logger LOG = Logger.getLogger(ReconcilePart.class.getName());
  private static final String PHASE = "phase";
  private static final String ITEM = "item";

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

  /** Whether a task deals with one item. */
  static boolean isItem(Task task) {
    return task.attributes().containsKey(ITEM);
  }

  static ReconcilePart ofItem(Task task) {
    return new ReconcilePart(attribute(task, PHASE), Optional.empty());
  }

  /** The id of the item that a task deals with. */
  static String item(Task task) {
    return attribute(task, ITEM);
  }

  private static String attribute(Task task, String name) {
    return Optional.ofNullable(task.attributes().get(name))
        .orElseThrow(() -> new PermanentFailure("a task to reconcile an item has no " + name));
  }

  /** The phase of the scan that the page or item belongs to. */
  String phase() {
    return phase;
  }

  /**
   * Does the work for each item. Where a page's item fails, the others are dealt with all the same,
   * and the item is left to a task of its own.
   */
  <T> void each(Collection<T> items, Function<T, String> id, Function<T, Optional<Found>> work) {
    if (step.isPresent()) {
      step.get()
          .each(
              items,
              item -> work.apply(item).ifPresent(this::count),
              item -> Map.of(PHASE, phase, ITEM, id.apply(item)));
    } else {
      items.forEach(item -> work.apply(item).ifPresent(this::count));
    }
  }

  /** The same for subjects; {@code what} is found where {@code work} answers yes. */
  void eachSubject(Collection<SubjectId> some, Found what, Predicate<SubjectId> work) {
    each(some, SubjectId::value, it -> work.test(it) ? Optional.of(what) : Optional.empty());
  }

  private void count(Found one) {
    found.merge(one, 1, Integer::sum);
  }

  /** Logs what was found, if anything was. */
  void tell() {
    if (!found.isEmpty()) {
      StringBuilder line = new StringBuilder("alarm: reconciliation found phase=").append(phase);
      found.forEach(
          (what, count) ->
              line.append(' ')
                  .append(what.name().toLowerCase(Locale.ROOT))
                  .append('=')
                  .append(count));
      LOG.warning(line.toString());
    }
  }
}
