package com.anykoma.privacy.improvement.statistics;

import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A metric of {@code statistics.yaml}: a daily count of usage records, or a sum of one of their
 * fields, by the values of another field and by plan.
 *
 * @param location the usage records that it reads
 * @param sum the number field that it sums; empty to count records
 * @param perRecord the maximum that one record adds; larger values count as this
 * @param perSubject the maximum that all records of one person and day add to all cells together
 * @param by the field that divides it into cells; empty for one cell per plan
 * @param values the values of {@code by}; records with another value are not counted
 * @param epsilon the privacy loss of one publication; its delta is 0
 * @param threshold the smallest value that is published
 */
public record Metric(
    String name,
    StatisticsPurpose purpose,
    Location location,
    Optional<String> sum,
    long perRecord,
    long perSubject,
    Optional<String> by,
    List<String> values,
    Epsilon epsilon,
    long threshold) {
  /** The largest maximum; with it, a day's total and the noise's scale fit into a {@code long}. */
  static final long MAX_PER_SUBJECT = 1_000_000;

  /** The value of every record when no field divides the metric. */
  static final String ALL = "all";

  public Metric {
    Objects.requireNonNull(name);
    Objects.requireNonNull(purpose);
    Objects.requireNonNull(location);
    Objects.requireNonNull(sum);
    Objects.requireNonNull(by);
    values = List.copyOf(values);
    Objects.requireNonNull(epsilon);
    if (perRecord < 1 || perSubject < perRecord || perSubject > MAX_PER_SUBJECT) {
      throw new IllegalArgumentException(
          "perRecord is 1 or more, and perSubject is perRecord to " + MAX_PER_SUBJECT);
    }
    if (epsilon.equals(Epsilon.ZERO) || threshold < 1) {
      throw new IllegalArgumentException("an epsilon is above 0, and a threshold is 1 or more");
    }
  }

  /** Returns what a record adds, 0 to {@link #perRecord}; a field without a number is refused. */
  long amountOf(Fields record) {
    return sum.map(
            field ->
                record
                    .at(field)
                    .filter(Long.class::isInstance)
                    .map(it -> Math.min(Math.max(0, (Long) it), perRecord))
                    .orElseThrow())
        .orElse(1L);
  }

  /** Returns the value by which a record is counted; a field without text is refused. */
  String valueOf(Fields record) {
    return by.map(
            field -> record.at(field).filter(String.class::isInstance).orElseThrow().toString())
        .orElse(ALL);
  }

  /**
   * The noise of one publication. One person changes all cells together by at most {@link
   * #perSubject}, so independent noise of scale {@code perSubject / epsilon} in each cell makes the
   * publication epsilon-differentially private.
   */
  DiscreteLaplace noise(RandomGenerator random) {
    return new DiscreteLaplace(
        random, Math.multiplyExact(perSubject, Epsilon.ONE), epsilon.millionths());
  }
}
