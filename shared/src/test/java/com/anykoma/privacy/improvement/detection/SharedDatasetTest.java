package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Recall and precision on a public data set, if its file exists next to the repository. */
final class SharedDatasetTest {
  private static final String FILE = "../shared/data/pii/synth_dataset_v2.json";

  private static final Map<String, SpanType> TYPES =
      Map.of(
          "EMAIL_ADDRESS", SpanType.EMAIL,
          "PHONE_NUMBER", SpanType.PHONE,
          "CREDIT_CARD", SpanType.CARD,
          "IBAN_CODE", SpanType.IBAN,
          "IP_ADDRESS", SpanType.IP,
          "US_SSN", SpanType.SSN,
          "DOMAIN_NAME", SpanType.URL);

  /** Counts of one type. */
  private static final class Counts {
    private int expected;
    private int found;
    private int right;
  }

  @Test
  void structuredTypesReachTheirGoals() throws IOException {
    Path file = Path.of("..").resolve(FILE); // tests run in the directory of their module
    String skipped = "skipped: the data set is not at " + FILE;
    if (!Files.exists(file)) {
      System.out.println(SharedDatasetTest.class.getSimpleName() + " " + skipped);
    }
    assumeTrue(Files.exists(file), skipped);
    TextDetector detector =
        new TextDetector(Lexicon.standard(), (text, start, end, findings) -> {});

    Map<SpanType, Counts> counts = new EnumMap<>(SpanType.class);
    TYPES.values().forEach(it -> counts.put(it, new Counts()));
    for (JsonElement each : JsonParser.parseString(Files.readString(file)).getAsJsonArray()) {
      JsonObject sample = each.getAsJsonObject();
      List<Span> found =
          detector.detect(sample.get("full_text").getAsString(), SubjectIdentifiers.NONE);
      count(sample.getAsJsonArray("spans"), found, counts);
    }

    counts.forEach(
        (type, it) -> {
          boolean hard = type == SpanType.PHONE;
          assertThat((double) it.right / it.expected)
              .as("recall of " + type)
              .isGreaterThan(hard ? 0.85 : 0.975);
          assertThat((double) it.right / it.found)
              .as("precision of " + type)
              .isGreaterThan(hard ? 0.85 : 0.95);
        });
  }

  private static void count(JsonArray labels, List<Span> spans, Map<SpanType, Counts> counts) {
    for (Span each : spans) {
      Optional.ofNullable(counts.get(each.type())).ifPresent(it -> it.found++);
    }
    for (JsonElement each : labels) {
      JsonObject label = each.getAsJsonObject();
      SpanType type = TYPES.get(label.get("entity_type").getAsString());
      if (type != null) {
        Counts its = counts.computeIfAbsent(type, it -> new Counts());
        its.expected++;
        int start = label.get("start_position").getAsInt();
        int end = label.get("end_position").getAsInt();
        its.right +=
            spans.stream()
                    .anyMatch(it -> it.type() == type && it.start() == start && it.end() == end)
                ? 1
                : 0;
      }
    }
  }
}
