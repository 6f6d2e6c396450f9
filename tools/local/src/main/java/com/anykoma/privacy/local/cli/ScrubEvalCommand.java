package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.improvement.detection.SubjectIdentifiers;
import com.anykoma.privacy.improvement.detection.TextDetector;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.report.DetectionQuality;
import com.anykoma.privacy.local.report.DetectionQuality.Label;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code ./run scrub eval}: measures the detector on labelled texts. */
@Command(
    name = "eval",
    description =
        "Prints precision, recall and F2 for each type on labelled texts: an array of {full_text,"
            + " spans: [{entity_type, start_position, end_position}]}, or lines of {text, spans:"
            + " [{type, start, end}]}.",
    mixinStandardHelpOptions = true)
public final class ScrubEvalCommand implements Callable<Integer> {
  private static final int UNREADABLE = 2;

  /** Other names of our types. */
  private static final Map<String, String> TYPES =
      Map.of(
          "CREDIT_CARD", "CARD",
          "PHONE_NUMBER", "PHONE",
          "EMAIL_ADDRESS", "EMAIL",
          "DOMAIN_NAME", "URL",
          "IBAN_CODE", "IBAN",
          "US_SSN", "SSN",
          "IP_ADDRESS", "IP",
          "STREET_ADDRESS", "ADDRESS");

  @Parameters(paramLabel = "DATASET", description = "The file with labelled texts.")
  private Path file = Path.of("");

  @Mixin private AnswerOption answer = new AnswerOption();

  @Override
  public Integer call() {
    try {
      TextDetector detector = TextDetector.standard();
      DetectionQuality quality = new DetectionQuality();
      for (JsonValue each : read(Files.readString(file))) {
        String text = each.string("full_text").or(() -> each.string("text")).orElse("");
        quality.add(
            each.objects("spans").stream().map(ScrubEvalCommand::label).toList(),
            detector.detect(text, SubjectIdentifiers.NONE));
      }
      return answer.print(quality.json(), quality::text);
    } catch (IOException e) {
      answer.console().note(TerminalText.of(file.toString()) + " is not a readable file");
    } catch (MalformedJson e) {
      answer.console().note(TerminalText.of(file.toString()) + ": " + e.getMessage());
    }
    return UNREADABLE;
  }

  private static List<JsonValue> read(String text) {
    Stream<String> objects =
        text.stripLeading().startsWith("[")
            ? Stream.of("{\"all\":" + text + "}")
            : text.lines().filter(it -> !it.isBlank());
    return objects
        .map(it -> StrictJson.object(it.getBytes(StandardCharsets.UTF_8)))
        .flatMap(it -> it.members().containsKey("all") ? it.objects("all").stream() : Stream.of(it))
        .toList();
  }

  private static Label label(JsonValue span) {
    boolean other = span.string("entity_type").isPresent();
    String type = span.requiredString(other ? "entity_type" : "type");
    return new Label(
        TYPES.getOrDefault(type, type),
        (int) span.requiredCount(other ? "start_position" : "start"),
        (int) span.requiredCount(other ? "end_position" : "end"));
  }
}
