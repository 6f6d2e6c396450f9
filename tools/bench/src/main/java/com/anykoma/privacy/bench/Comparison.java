package com.anykoma.privacy.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Runs candidates alternately, once per round, and takes the median of each figure. */
final class Comparison {
  private final String figure;
  private final Map<String, List<ReportRow>> samples = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> limits = new HashMap<>();

  /** Measures once and records one or more rows. */
  @FunctionalInterface
  interface Candidate {
    void measure(Comparison comparison) throws Exception;
  }

  private Comparison(String figure) {
    this.figure = figure;
  }

  /**
   * Runs all rounds.
   *
   * @param figure the column to compute ratios of
   * @param warmUps the number of rounds before the measured ones, whose figures are discarded
   */
  static Comparison run(String figure, int warmUps, int rounds, List<Candidate> candidates)
      throws Exception {
    Comparison comparison = new Comparison(figure);
    for (int round = 1 - warmUps; round <= rounds; round++) {
      System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
      if (round == 1) {
        comparison.samples.clear();
      }
      for (Candidate each : candidates) {
        each.measure(comparison);
      }
    }
    return comparison;
  }

  /** Adds one round's figures of a row, and the rows to compare with, by the ratio's column. */
  void record(ReportRow sample, Map<String, String> ratios) {
    samples.computeIfAbsent(sample.name(), name -> new ArrayList<>()).add(sample);
    limits.put(sample.name(), new TreeMap<>(ratios));
  }

  /** Computes the medians and ratios of one row. */
  ReportRow row(String name) {
    ReportRow row = medians(name);
    for (Map.Entry<String, String> each : limits.getOrDefault(name, Map.of()).entrySet()) {
      row = row.with(each.getKey(), row.ratio(figure, medians(each.getValue())));
    }
    return row;
  }

  /** All rows, in the order in which they were first recorded. */
  List<ReportRow> rows() {
    return samples.keySet().stream().map(this::row).toList();
  }

  private ReportRow medians(String name) {
    List<ReportRow> rounds = Objects.requireNonNull(samples.get(name), name);
    ReportRow medians = ReportRow.of(name);
    for (String column : rounds.get(0).figures().keySet()) {
      double[] sorted = rounds.stream().mapToDouble(each -> each.get(column)).sorted().toArray();
      double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
      medians = medians.with(column, median);
    }
    return medians;
  }
}
