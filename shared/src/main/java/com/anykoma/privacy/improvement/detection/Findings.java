package com.anykoma.privacy.improvement.detection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what the rules find in one text; overlapping findings are resolved at the end. */
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

  /** The spans with offsets into the original text, in order; of overlapping ones, the best. */
  List<Span> resolved(ScannedText text) {
    List<Span> kept = new ArrayList<>();
    for (Span each : found.stream().sorted(BEST_FIRST).toList()) {
      if (kept.stream().noneMatch(it -> it.start() < each.end() && each.start() < it.end())) {
        kept.add(each);
      }
    }
    return kept.stream()
        .sorted(Comparator.comparingInt(Span::start))
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
