package com.anykoma.privacy.local.cli;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.local.Main;
import com.anykoma.privacy.local.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Every option of every command, with values that it does not take. */
@Tag("slow")
final class CommandOptionsTest {
  private static final String FILE = "FILE";

  /** Values that no option of the name takes; {@link #FILE} stands for a file that is no folder. */
  private static final Map<String, List<String>> BAD =
      Map.ofEntries(
          entry("--cloud", List.of("aws", "")),
          entry("check --config", List.of("none", FILE)),
          entry("--config", List.of("none.yaml", FILE)),
          entry("--data", List.of(FILE, FILE + "/below")),
          entry(
              "--emulator-ports",
              List.of("firestore", "firestore=0", "kms=8081", "x=1", "auth=8081")),
          entry("--evidence", List.of("", "x y", "file:///x", "https://")),
          entry("--from", List.of("x", "-1")),
          entry("--ground", List.of("", "g".repeat(2000))),
          entry("--out", List.of(FILE, ".")),
          entry("export --out", List.of(FILE)),
          entry("--uid", List.of("u1")), // without --nonce
          entry("--nonce", List.of("AAAA")), // without --uid
          entry("strip --out", List.of(FILE)),
          entry("--plan", List.of("none.json", ".", FILE)),
          entry("--port", List.of("99999", "-1", "x", "8080.5")),
          entry("--month", List.of("", "x", "2026-13")),
          entry("--profile", List.of("none.yaml", ".", FILE)),
          entry("--project", List.of("", "UPPER", "a b", "p/q")),
          entry("--to", List.of("x", "0")),
          entry("--token-file", List.of("none", ".")),
          entry("--since", List.of("", "x", "2026-13-01")),
          entry("--subject", List.of("u1")), // without --nonce
          entry("--until", List.of("", "x", "2020-01-01T00:00:00Z")));

  /** An option that says what checks a file: to be unable to check is an answer, 1. */
  private static final List<String> ANSWERED = List.of("--keys");

  /** Commands that list mistakes as their answer, or that need more arguments first. */
  private static final List<String> OTHERWISE_REFUSED =
      List.of("check", "replay", "hold set", "audit prove");

  @TempDir private Path directory = Path.of("");
  private Path file = Path.of("");

  @BeforeEach
  void writeAFile() throws IOException {
    file = Files.writeString(directory.resolve("file"), "neither YAML nor JSON: [");
  }

  static Stream<List<String>> optionsWithValues() {
    return commands(Main.commandLine())
        .flatMap(
            command -> options(command).map(option -> added(words(command), option.longestName())));
  }

  private static Stream<CommandLine> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(each -> commands(each)));
  }

  private static Stream<OptionSpec> options(CommandLine command) {
    return command.getCommandSpec().options().stream()
        .filter(each -> each.arity().max() > 0 && !ANSWERED.contains(each.longestName()));
  }

  private static List<String> words(CommandLine command) {
    String name = command.getCommandSpec().qualifiedName();
    return Stream.of(name.split(" ")).skip(1).toList();
  }

  private static List<String> added(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  @ParameterizedTest
  @MethodSource("optionsWithValues")
  void refusesInvalidValuesWithOneSentence(List<String> option) {
    String name = option.get(option.size() - 1);
    List<String> bad = BAD.getOrDefault(String.join(" ", option), BAD.get(name));
    assertThat(bad).as("a bad value for the test to try of " + name).isNotNull();
    for (String each : Objects.requireNonNull(bad)) {
      String value = each.replace(FILE, file.toString());
      List<String> words = new ArrayList<>(option.subList(0, option.size() - 1));
      words.addAll(parameters(words));
      words.addAll(companions(name));
      words.add(name + "=" + value);

      refused(Ran.of(words.toArray(String[]::new)), String.join(" ", words));
    }
  }

  static Stream<List<String>> commandsWithSettings() {
    return optionsWithValues()
        .filter(each -> each.get(each.size() - 1).equals("--config"))
        .map(each -> each.subList(0, each.size() - 1))
        .filter(each -> !OTHERWISE_REFUSED.contains(String.join(" ", each)));
  }

  /** The folder of this module has no settings. */
  @ParameterizedTest
  @MethodSource("commandsWithSettings")
  void refusesAFolderWithoutSettingsWithALineForEachFile(List<String> command) {
    List<String> words = added(command, parameters(command).toArray(String[]::new));
    Ran ran = Ran.of(added(words, "--config=.").toArray(String[]::new));

    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines())
        .hasSizeGreaterThan(1)
        .allMatch(each -> each.matches("\\S+: missing in \\.; copy .*|\\(./run check lists .*\\)"));
  }

  private static List<String> parameters(List<String> command) {
    return switch (String.join(" ", command)) {
      case "export", "gate", "erase" -> List.of("u1");
      case "export verify" -> List.of("export.zip");
      case "prove verify" -> List.of("pack");
      case "purge" -> List.of("users/u1/images/i1");
      case "confirm" -> List.of("erasures");
      case "certificate get" -> List.of("order");
      case "hold list" -> List.of("u1");
      case "hold release" -> List.of("hold");
      case "hold set" -> List.of("users/u1/images/i1");
      case "infra rules" -> List.of("firestore.rules");
      case "strip" -> List.of("image.png");
      default -> List.of();
    };
  }

  /** Options without which the option is not looked at. */
  private static List<String> companions(String option) {
    return switch (option) {
      case "--ground" -> List.of("--until=2999-01-01T00:00:00Z");
      case "--until" -> List.of("--ground=case 7");
      default -> List.of();
    };
  }

  private static void refused(Ran ran, String command) {
    assertThat(ran.exit()).as(command + "\n" + ran.err()).isEqualTo(2);
    assertThat(ran.out()).as(command).isEmpty();
    assertThat(ran.err().lines()).as(command).hasSize(1);
    assertThat(ran.err()).as(command).doesNotContain("java", "Exception", "anykoma");
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve --nope", "orders more", "--nope", "gate", "replay", "nonsense"})
  void refusesUnknownArgumentsWithOneSentence(String command) {
    Ran ran = Ran.of(command.split(" "));

    assertThat(ran.exit()).as(ran.err()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err().lines()).first().asString().endsWith("--help)");
    assertThat(ran.err()).doesNotContain("Exception", "Usage:");
  }

  @Test
  void refusesInvalidDataDirectoriesWithOneSentence() throws IOException {
    Path data = Files.createDirectory(directory.resolve("data"));
    Files.writeString(data.resolve("cloud.db"), "this is no database, whatever its name says");

    for (String each :
        List.of("orders", "attest", "gate u1", "audit checkpoint", "certificate keys")) {
      refused(Ran.of((each + " --data " + data).split(" ")), each);
    }
    refused(Ran.of("serve", "--port=0", "--data=" + data), "serve");
  }

  @Test
  void helpListsBench() {
    assertThat(Ran.of("--help").out()).contains("  bench ");
  }
}
