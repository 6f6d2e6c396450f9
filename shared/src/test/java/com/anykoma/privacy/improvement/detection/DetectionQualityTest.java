package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests what the detector finds, and does not find, in labelled sentences of many kinds. */
@Keeps({"P5", "P32"})
class DetectionQualityTest {
  /** The types whose form alone proves them. */
  private static final Set<SpanType> EXACT =
      EnumSet.of(
          SpanType.EMAIL,
          SpanType.CARD,
          SpanType.IBAN,
          SpanType.IP,
          SpanType.MAC,
          SpanType.SSN,
          SpanType.URL,
          SpanType.SECRET);

  private static final double MIN_RECALL = 0.85;

  private final TextDetector detector = TextDetector.standard();

  private List<Span> detect(LabelledText sentence) {
    return detector.detect(sentence.text(), SubjectIdentifiers.NONE);
  }

  private static boolean isFound(Span label, List<Span> found) {
    return found.stream()
        .anyMatch(
            it ->
                it.type() == label.type()
                    && it.start() <= label.start()
                    && it.end() >= label.end()
                    && it.length() <= label.length() + 8);
  }

  @Test
  void findsLabelledData() {
    Map<SpanType, List<String>> missed = new EnumMap<>(SpanType.class);
    Map<SpanType, Integer> labels = new EnumMap<>(SpanType.class);
    for (LabelledText each : LabelledText.all()) {
      for (Span label : each.spans()) {
        labels.merge(label.type(), 1, Integer::sum);
        if (!isFound(label, detect(each))) {
          missed.computeIfAbsent(label.type(), type -> new ArrayList<>()).add(each.text());
        }
      }
    }

    assertThat(labels.keySet())
        .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(SpanType.SUBJECT)));
    assertThat(missed.keySet()).as("missed: %s", missed).doesNotContainAnyElementsOf(EXACT);
    labels.forEach(
        (type, count) ->
            assertThat(missed.getOrDefault(type, List.of()))
                .as("%s of %s", type, count)
                .hasSizeLessThanOrEqualTo((int) (count * (1 - MIN_RECALL))));
  }

  @Test
  void findsNothingElse() {
    List<String> wrong = new ArrayList<>();
    for (LabelledText each : LabelledText.all()) {
      for (Span span : detect(each)) {
        if (each.spans().stream()
            .noneMatch(it -> it.start() < span.end() && span.start() < it.end())) {
          wrong.add(span.type() + " in: " + each.text());
        }
      }
    }

    assertThat(wrong).isEmpty();
  }
}
