package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.SubjectId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The exact totals of one metric and day, to which each person adds a bounded amount. The cells are
 * known beforehand, so that neither a record nor its absence decides which cells exist. Totals
 * leave this class only with noise. Memory: about 200 bytes per person who added something.
 */
final class BoundedTotals {
  private final Metric metric;
  private final Map<Cell, Long> totals = new LinkedHashMap<>();
  private final Map<SubjectId, Long> added = new HashMap<>();

  /** Starts all cells of the metric at zero: each of its values with each of the plans. */
  BoundedTotals(Metric metric, Collection<String> plans) {
    this.metric = metric;
    for (String value : metric.values()) {
      plans.forEach(plan -> totals.put(new Cell(value, plan), 0L));
    }
  }

  /** Whether nothing that the person did is counted any more. */
  boolean isExhausted(SubjectId subject) {
    return added.getOrDefault(subject, 0L) >= metric.perSubject();
  }

  /** Adds an amount of the person's, as far as their bound allows; ignores an unknown cell. */
  void add(SubjectId subject, Cell cell, long amount) {
    if (totals.containsKey(cell)) {
      long before = added.getOrDefault(subject, 0L);
      long counted = Math.min(amount, metric.perSubject() - before);
      added.put(subject, before + counted);
      totals.merge(cell, counted, Long::sum);
    }
  }

  /**
   * Returns the cells with fresh noise, without those below the metric's threshold. The threshold
   * is applied to the noisy values, so it reveals nothing more.
   */
  Map<Cell, Long> withNoise(RandomGenerator random) {
    DiscreteLaplace noise = metric.noise(random);
    Map<Cell, Long> noisy = new LinkedHashMap<>();
    totals.forEach((cell, total) -> noisy.put(cell, total + noise.sample()));
    noisy.values().removeIf(value -> value < metric.threshold());
    return Collections.unmodifiableMap(noisy);
  }
}
