package com.anykoma.privacy.improvement.detection;

import java.util.ArrayList;
import java.util.Collections;
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
    found.sort(Comparator.comparingInt(Span::start)); // nearly so already
    List<Span> kept = new ArrayList<>(found.size());
    int from = 0;
    int end = 0;
    for (int i = 0; i < found.size(); i++) {
      if (found.get(i).start() >= end) {
        keepBest(found.subList(from, i), kept);
        from = i;
      }
      end = Math.max(end, found.get(i).end());
    }
    keepBest(found.subList(from, found.size()), kept);
    kept.replaceAll(it -> it.at(text.originalStart(it.start()), text.originalEnd(it.end())));
    return Collections.unmodifiableList(kept);
  }

  /** Keeps the best of some spans, each of which overlaps the one before. */
  private static void keepBest(List<Span> spans, List<Span> kept) {
    if (spans.size() < 2) {
      kept.addAll(spans);
      return;
    }
    TreeMap<Integer, Span> best = new TreeMap<>();
    for (Span each : spans.stream().sorted(BEST_FIRST).toList()) {
      Map.Entry<Integer, Span> before = best.lowerEntry(each.end());
      if (before == null || before.getValue().end() <= each.start()) {
        best.put(each.start(), each);
      }
    }
    kept.addAll(best.values());
  }
}
