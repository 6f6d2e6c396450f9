package com.anykoma.privacy.local.report;

import com.anykoma.privacy.improvement.detection.Span;
import com.anykoma.privacy.improvement.detection.SpanType;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The detector's precision, recall and F2 for each type on labelled texts. A label is found if
 * spans of its type cover at least half of its characters; a span is right if labels of its type
 * cover at least half of its characters. Exact matches have the same type, start and end.
 */
public final class DetectionQuality {
  /** The types that most detectors have in common; the micro average is over these. */
  private static final Set<SpanType> SHARED =
      EnumSet.of(
          SpanType.EMAIL,
          SpanType.CARD,
          SpanType.IBAN,
          SpanType.IP,
          SpanType.URL,
          SpanType.PHONE,
          SpanType.SSN);

  private final Map<SpanType, Count> counts = new EnumMap<>(SpanType.class);
  private final Set<String> otherLabels = new TreeSet<>();
  private int texts;

  /** A labelled part of a text; the label is the name of a type, or a name that we do not know. */
  public record Label(String type, int start, int end) {}

  private record Count(int labels, int found, int spans, int right, int exact) {
    static final Count NONE = new Count(0, 0, 0, 0, 0);

    Count plus(Count more) {
      return new Count(
          labels + more.labels,
          found + more.found,
          spans + more.spans,
          right + more.right,
          exact + more.exact);
    }

    double precision() {
      return ratio(right, spans);
    }

    double recall() {
      return ratio(found, labels);
    }

    double exactRecall() {
      return ratio(exact, labels);
    }

    /** The F-measure; above 1, beta weighs recall more than precision. */
    double f(int beta) {
      double weight = (double) beta * beta;
      double divisor = weight * precision() + recall();
      return divisor == 0 ? 0 : (1 + weight) * precision() * recall() / divisor;
    }

    private static double ratio(int part, int whole) {
      return whole == 0 ? 0 : (double) part / whole;
    }
  }

  /** Adds one text with its labels and the spans that were detected in it. */
  public void add(List<Label> labels, List<Span> spans) {
    texts++;
    for (SpanType type : SpanType.values()) {
      List<Label> ofType = labels.stream().filter(it -> it.type().equals(type.name())).toList();
      List<Label> detected =
          spans.stream()
              .filter(it -> it.type() == type)
              .map(it -> new Label(type.name(), it.start(), it.end()))
              .toList();
      counts.merge(type, count(ofType, detected), Count::plus);
    }
    labels.stream()
        .map(Label::type)
        .filter(it -> Arrays.stream(SpanType.values()).noneMatch(type -> type.name().equals(it)))
        .forEach(otherLabels::add);
  }

  private static Count count(List<Label> labels, List<Label> spans) {
    return new Count(
        labels.size(),
        count(labels, it -> isCovered(it, spans)),
        spans.size(),
        count(spans, it -> isCovered(it, labels)),
        count(labels, spans::contains));
  }

  private static int count(List<Label> all, Predicate<Label> condition) {
    return (int) all.stream().filter(condition).count();
  }

  private static boolean isCovered(Label part, List<Label> by) {
    int covered =
        by.stream()
            .mapToInt(
                it -> Math.max(0, Math.min(it.end, part.end) - Math.max(it.start, part.start)))
            .sum();
    return 2 * covered >= part.end - part.start;
  }

  private List<SpanType> compared() {
    return counts.keySet().stream().filter(it -> count(it).labels > 0).toList();
  }

  private Count count(SpanType type) {
    return counts.getOrDefault(type, Count.NONE);
  }

  private Count micro() {
    return compared().stream()
        .filter(SHARED::contains)
        .map(this::count)
        .reduce(Count.NONE, Count::plus);
  }

  /** The report as JSON. */
  public Object json() {
    Collection<String> unlabelled =
        counts.keySet().stream().filter(it -> count(it).labels == 0).map(Enum::name).toList();
    return new Report(
        texts,
        compared().stream().map(it -> Line.of(Optional.of(it.name()), count(it))).toList(),
        Line.of(Optional.empty(), micro()),
        List.copyOf(otherLabels),
        List.copyOf(unlabelled));
  }

  record Report(
      int texts,
      List<Line> types,
      Line micro,
      List<String> labelsNotCompared,
      List<String> typesNotCompared) {}

  record Line(
      Optional<String> type,
      int labels,
      int spans,
      double precision,
      double recall,
      double f1,
      double f2,
      double exactRecall) {
    static Line of(Optional<String> type, Count it) {
      return new Line(
          type,
          it.labels,
          it.spans,
          rounded(it.precision()),
          rounded(it.recall()),
          rounded(it.f(1)),
          rounded(it.f(2)),
          rounded(it.exactRecall()));
    }

    private static double rounded(double value) {
      return Math.round(value * 1000) / 1000.0;
    }
  }

  /** The report as text of at most 80 columns. */
  public String text() {
    StringBuilder out =
        new StringBuilder("TYPE           LABELS  SPANS  PRECISION  RECALL     F1     F2  EXACT");
    compared().forEach(it -> out.append(line(it.name(), count(it))));
    out.append(line("micro of 7", micro()));
    out.append("\nA match covers at least half; EXACT is the recall of equal borders.");
    if (!otherLabels.isEmpty()) {
      out.append("\nLabels not compared: ").append(String.join(", ", otherLabels));
    }
    return out.toString();
  }

  private static String line(String name, Count it) {
    return String.format(
        Locale.ROOT,
        "%n%-14s %6d %6d     %6.3f  %6.3f %6.3f %6.3f %6.3f",
        name,
        it.labels,
        it.spans,
        it.precision(),
        it.recall(),
        it.f(1),
        it.f(2),
        it.exactRecall());
  }
}
