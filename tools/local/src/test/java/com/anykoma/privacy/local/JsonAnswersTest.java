package com.anykoma.privacy.local;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.demo.DemoCloud;
import com.anykoma.privacy.platform.Fields;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code --json} is one form everywhere: one object on standard output, and nothing else. */
@Tag("slow")
final class JsonAnswersTest {
  /** Every command that has the option, with what it takes. */
  private static final Map<String, List<String>> COMMANDS =
      Map.ofEntries(
          entry("replay", List.of("EVENTS")),
          entry("gate", List.of("u1", "--data=DATA")),
          entry("purge", List.of("users/u1/prompts/p1", "--data=DATA")),
          entry("erase", List.of("u1", "--data=DATA")),
          entry("replay-tombstones", List.of("--data=DATA")),
          entry("release", List.of("--data=DATA")),
          entry("recall", List.of("--data=DATA")),
          entry("rotate-key", List.of("--data=DATA")),
          entry("hold list", List.of("u1", "--data=DATA")),
          entry(
              "hold set",
              List.of(
                  "users/u1/prompts/p1",
                  "--ground=case",
                  "--until=2999-01-01T00:00:00Z",
                  "--data=DATA")),
          entry("residency", List.of()),
          entry("promises", List.of()),
          entry("promises check", List.of()),
          entry("check", List.of()),
          entry("strip", List.of("EVENTS")),
          entry("attest", List.of("--data=DATA")),
          entry("statistics", List.of("--data=DATA")),
          entry("orders", List.of("--data=DATA")),
          entry("infra check", List.of("--plan=PLAN")));

  /** These need files to check, or something that waits, and have tests of their own. */
  private static final List<String> WITH_OWN_TESTS =
      List.of(
          "certificate verify",
          "audit verify",
          "release verify",
          "prove verify",
          "export",
          "export verify",
          "confirm",
          "hold release",
          "scrub",
          "scrub eval");

  private static final String PLAN =
      """
      {"format_version":"1.2","terraform_version":"1.9.0","planned_values":{"root_module":{}},
       "resource_changes":[],"configuration":{"root_module":{}}}""";

  @TempDir private Path directory = Path.of("");

  @Test
  void everyAnswerIsOneObject() throws IOException {
    Path data = directory.resolve("data");
    try (DemoCloud stage = new DemoCloud(FixtureProduct.FILES, CloudChoice.EMBEDDED, data)) {
      stage.signUp("u1");
      stage.create("users/u1/prompts/p1", Fields.empty().with("text", "a red dragon"));
    }
    Path events = Files.writeString(directory.resolve("events.json"), "[]");
    Path plan = Files.writeString(directory.resolve("plan.json"), PLAN);

    assertThat(withJson(Main.commandLine()))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(COMMANDS.keySet().stream(), WITH_OWN_TESTS.stream()).toList());
    COMMANDS.forEach(
        (command, takes) -> {
          String words =
              Stream.concat(Stream.of(command, "--json"), takes.stream())
                  .collect(Collectors.joining(" "))
                  .replace("DATA", data.toString())
                  .replace("EVENTS", events.toString())
                  .replace("PLAN", plan.toString());
          Ran ran = Ran.of(words.split(" "));
          assertThat(isOneObject(ran.out())).as(words + "\n" + ran.out() + ran.err()).isTrue();
        });
  }

  private static Set<String> withJson(CommandLine command) {
    Set<String> found = new TreeSet<>();
    if (command.getCommandSpec().findOption("--json") != null) {
      found.add(command.getCommandSpec().qualifiedName().replaceFirst("^\\S+ ", ""));
    }
    command.getSubcommands().values().forEach(each -> found.addAll(withJson(each)));
    return found;
  }

  private static boolean isOneObject(String text) {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      reader.setStrictness(Strictness.STRICT);
      boolean object = reader.peek() == JsonToken.BEGIN_OBJECT;
      reader.skipValue();
      return object && reader.peek() == JsonToken.END_DOCUMENT;
    } catch (IOException e) {
      return false;
    }
  }
}
