package com.anykoma.privacy.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Runs candidates alternately, once in each round, so that other load of the machine meets all of
 * them alike. The result is the median of each figure, with ratios to limits and peers.
 */
final class Comparison {
  private final String figure;
  private final Map<String, List<ReportRow>> samples = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> limits = new HashMap<>();

  /** Measures once and records one row or several. */
  @FunctionalInterface
  interface Candidate {
    void compete(Comparison contest) throws Exception;
  }

  private Comparison(String figure) {
    this.figure = figure;
  }

  /**
   * Runs all rounds.
   *
   * @param figure the column that ratios are made of
   * @param warmUps rounds before the measured ones, whose figures are dropped
   */
  static Comparison run(String figure, int warmUps, int rounds, List<Candidate> candidates)
      throws Exception {
    Comparison contest = new Comparison(figure);
    for (int round = 1 - warmUps; round <= rounds; round++) {
      System.err.printf(Locale.ROOT, "round %d of %d%n", round, rounds);
      if (round == 1) {
        contest.samples.clear();
      }
      for (Candidate each : candidates) {
        each.compete(contest);
      }
    }
    return contest;
  }

  /**
   * Adds one round's figures of a row, which has the same columns in each round.
   *
   * @param ratios limits and peers, by the columns of the ratios to them
   */
  void record(ReportRow sample, Map<String, String> ratios) {
    samples.computeIfAbsent(sample.name(), name -> new ArrayList<>()).add(sample);
    limits.put(sample.name(), new TreeMap<>(ratios));
  }

  /** The medians of one row, with its ratios. */
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
