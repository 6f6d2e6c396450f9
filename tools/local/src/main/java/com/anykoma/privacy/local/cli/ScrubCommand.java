package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.improvement.detection.Deidentifier;
import com.anykoma.privacy.improvement.detection.Span;
import com.anykoma.privacy.improvement.detection.SpanType;
import com.anykoma.privacy.improvement.detection.SubjectIdentifiers;
import com.anykoma.privacy.improvement.detection.TextDetector;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.local.console.AnswerOption;
import com.anykoma.privacy.local.console.Console;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./run scrub}: detects personal data in texts and prints them without it (P5). */
@Command(
    name = "scrub",
    description =
        "Detects personal data in each line {\"text\": ...} of a file; \"subject\": [...] adds the"
            + " author's own identifiers. Prints the spans and the de-identified text, which is"
            + " null if it stays risky. With --json, one JSON object for each line. Exit code 1"
            + " when a line is malformed; the other lines are answered.",
    subcommands = ScrubEvalCommand.class,
    mixinStandardHelpOptions = true)
public final class ScrubCommand implements Callable<Integer> {
  private static final int MALFORMED = 1;
  private static final int UNREADABLE = 2;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Lines of JSON; - reads standard input.")
  private @Nullable Path file;

  @Mixin private AnswerOption answer = new AnswerOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  private final TextDetector detector = TextDetector.standard();
  private final Map<SpanType, Integer> found = new EnumMap<>(SpanType.class);
  private int texts;
  private int dropped;
  private int malformed;

  record Answer(List<Span> spans, Optional<String> text) {}

  @Override
  public Integer call() {
    if (file == null) {
      throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FILE'");
    }
    try (BufferedReader lines = open(file)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          print(number, line);
        }
      }
    } catch (IOException e) {
      answer.console().note(TerminalText.of(file.toString()) + " is not a readable file");
      return UNREADABLE;
    }
    if (!answer.json()) {
      answer.console().print(summary());
    }
    return malformed == 0 ? 0 : MALFORMED;
  }

  private static BufferedReader open(Path file) throws IOException {
    if (file.equals(Path.of("-"))) {
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
    InputStream bytes = Files.newInputStream(file);
    return new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8));
  }

  private void print(int number, String line) {
    String text;
    SubjectIdentifiers subject;
    try {
      JsonValue value = StrictJson.object(line.getBytes(StandardCharsets.UTF_8));
      text = value.requiredString("text");
      subject = SubjectIdentifiers.of(Set.copyOf(value.strings("subject")));
    } catch (MalformedJson e) {
      malformed++;
      answer.console().note("line " + number + ": " + e.getMessage());
      return;
    }
    Answer scrubbed =
        new Answer(
            detector.detect(text, subject), new Deidentifier(detector).deidentify(text, subject));
    texts++;
    dropped += scrubbed.text.isEmpty() ? 1 : 0;
    scrubbed.spans.forEach(it -> found.merge(it.type(), 1, Integer::sum));
    answer.console().print(answer.json() ? json(scrubbed) : readable(number, scrubbed));
  }

  private static String json(Answer scrubbed) {
    return Console.jsonWithNulls(scrubbed).toString();
  }

  private static String readable(int number, Answer scrubbed) {
    String spans =
        scrubbed.spans.stream()
            .map(it -> it.type() + " " + it.start() + "-" + it.end())
            .collect(Collectors.joining(", "));
    return number
        + ": "
        + (spans.isEmpty() ? "no personal data" : spans)
        + "\n   "
        + TerminalText.of(scrubbed.text.orElse("(dropped: it stays risky)"));
  }

  private String summary() {
    return found.entrySet().stream()
        .map(it -> it.getKey() + " " + it.getValue())
        .collect(
            Collectors.joining(
                ", ",
                "%d texts, %d dropped, %d malformed lines. Found: "
                    .formatted(texts, dropped, malformed),
                found.isEmpty() ? "nothing" : ""));
  }
}
