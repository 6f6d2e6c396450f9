package com.anykoma.privacy.improvement.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Collects what the rules find in one text; overlapping findings are resolved at the end, in O(n
 * log n).
 */
final class Findings {
  private static final Comparator<Span> BEST_FIRST =
      Comparator.comparingDouble(Span::score)
          .thenComparingInt(Span::length)
          .reversed()
          .thenComparingInt(Span::start)
          .thenComparing(Span::type);

  private final List<Span> found = new ArrayList<>();

  /** Adds a finding with offsets into the scanned text. */
  void add(SpanType type, int start, int end, double score) {
    found.add(new Span(type, start, end, score));
  }

  /** All findings with offsets into the scanned text, also overlapping ones, in no order. */
  List<Span> all() {
    return found;
  }

  /**
   * The spans with offsets into the original text, in order. Of overlapping ones it keeps that with
   * the highest score, then the longest, then the first.
   */
  List<Span> resolved(ScannedText text) {
    found.sort(BEST_FIRST);
    TreeMap<Integer, Span> kept = new TreeMap<>();
    for (Span each : found) {
      Map.Entry<Integer, Span> before = kept.lowerEntry(each.end());
      if (before == null || before.getValue().end() <= each.start()) {
        kept.put(each.start(), each);
      }
    }
    return kept.values().stream()
        .map(
            it ->
                new Span(
                    it.type(),
                    text.originalStart(it.start()),
                    text.originalEnd(it.end()),
                    it.score()))
        .toList();
  }
}
