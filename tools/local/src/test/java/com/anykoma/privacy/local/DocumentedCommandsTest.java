package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.local.app.SamplePng;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.demo.DemoCloud;
import com.anykoma.privacy.platform.Fields;
import com.google.common.base.Splitter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Tests that the commands in code blocks of the documentation run as they are written. */
@Tag("slow")
final class DocumentedCommandsTest {
  /**
   * Commands with tests of their own: they take minutes, fetch from the network, never end, or need
   * an order of some state.
   */
  private static final List<String> TESTED_ELSEWHERE =
      List.of(
          "./run demo",
          "./run serve",
          "./run bench",
          "./run emulators",
          "./run infra check",
          "./run export", // writes a folder; ExportCommandTest
          "./run prove", // writes a folder; ProveCommandTest
          "./run release verify", // needs a copy of the bucket, with a release
          "./run confirm",
          "./run audit prove",
          "./run purge PATH --confirm");

  private static final Set<String> TOOLS = Set.of("mvn", "git", "curl", "cp", "mv", "rm");

  private static final String ITEM = "users/u1/prompts/p1";

  @TempDir private Path directory = Path.of("");

  private Map<String, String> values = Map.of();

  /** A person with an item, another who was erased, and the files that commands take. */
  private void prepare() throws IOException {
    Path data = directory.resolve("data");
    try (DemoCloud cloud = new DemoCloud(FixtureProduct.FILES, CloudChoice.EMBEDDED, data)) {
      cloud.signUp("u1");
      cloud.create("users/u1/prompts/p1", Fields.empty().with("text", "a red dragon"));
      cloud.signUp("u2");
      cloud.create("users/u2/prompts/p2", Fields.empty().with("text", "a red dragon"));
    }
    assertThat(run("erase", "u2", "--confirm").exit()).isZero();
    String order =
        run("orders", "--json")
            .json()
            .getAsJsonArray("fulfilledLately")
            .get(0)
            .getAsJsonObject()
            .get("order")
            .getAsString();
    assertThat(run("audit", "checkpoint").exit()).isZero();
    Files.writeString(directory.resolve("keys.json"), run("certificate", "keys").out());
    Path certificate =
        Files.writeString(
            directory.resolve("certificate.json"), run("certificate", "get", order).out());
    Path events = Files.writeString(directory.resolve("events.json"), "[]");
    Path image = Files.write(directory.resolve("image.png"), SamplePng.withPrompt("a prompt"));
    Path texts = Files.writeString(directory.resolve("texts.jsonl"), "{\"text\": \"a castle\"}\n");
    Path dataset =
        Files.writeString(
            directory.resolve("dataset.jsonl"), "{\"text\": \"a castle\", \"spans\": []}\n");
    values =
        Map.ofEntries(
            Map.entry("UID", "u1"),
            Map.entry("PATH", ITEM),
            Map.entry("ORDER", order),
            Map.entry("CERTIFICATES", certificate.toString()),
            Map.entry("EVENTS", events.toString()),
            Map.entry("IMAGES", image.toString()),
            Map.entry("TEXTS", texts.toString()),
            Map.entry("DATASET", dataset.toString()),
            Map.entry(
                "examples/notely", "../../examples/notely")); // tests run in the module's folder
  }

  private Ran run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    CommandLine at = Main.commandLine();
    for (String each : arguments) {
      at = at.getSubcommands().getOrDefault(each, at);
    }
    if (at.getCommandSpec().optionsMap().containsKey("--data")) {
      all.add("--data=" + directory.resolve("data"));
    }
    return Ran.of(all.toArray(String[]::new));
  }

  private static List<CodeBlock> blocks() {
    List<CodeBlock> blocks = new ArrayList<>();
    for (Path each : DocumentationPages.current()) {
      blocks.addAll(CodeBlock.of(each.toString(), DocumentationPages.TREE.text(each)));
    }
    return blocks;
  }

  @Test
  void everyCommandOfAnotherProgramIsMarkedAsNeedingAnAccount() {
    List<String> unmarked = new ArrayList<>();
    for (CodeBlock block : blocks()) {
      for (String each : block.commands()) {
        String program = each.split(" ", 2)[0];
        if (!block.needsAccount() && !program.equals("./run") && !TOOLS.contains(program)) {
          unmarked.add(block.page() + ":" + block.line() + ": " + each);
        }
      }
    }

    assertThat(unmarked).as("write " + CodeBlock.MARK + " before the block").isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> localCommandsRunAsWritten() throws IOException {
    prepare();
    Set<String> commands =
        new TreeSet<>(
            Comparator.<String, Boolean>comparing(each -> each.contains("--confirm"))
                .thenComparing(Comparator.naturalOrder())); // what deletes comes last
    blocks().stream()
        .filter(each -> !each.needsAccount())
        .flatMap(each -> each.commands().stream())
        .filter(each -> each.startsWith("./run "))
        .filter(each -> TESTED_ELSEWHERE.stream().noneMatch(each::startsWith))
        .filter(each -> !each.contains("proofs/"))
        .forEach(commands::add);

    assertThat(commands).hasSizeGreaterThan(15);
    return commands.stream().map(each -> dynamicTest(each, () -> assertRuns(each)));
  }

  private void assertRuns(String command) {
    List<String> arguments = new ArrayList<>();
    for (String each : Splitter.on(' ').omitEmptyStrings().split(command.substring(6))) {
      String name = each.replace("...", "");
      arguments.add(values.getOrDefault(name, each));
    }

    Ran ran = run(arguments.toArray(String[]::new));

    assertThat(ran.exit()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).isNotBlank();
  }

  @Test
  void readsBlocksWithContinuationsCommentsAndMarks() {
    String page =
        """
        Text
            no block: it continues the paragraph

        <!-- needs an account -->

            gcloud a \\
              --b
            ./run orders          what is open
        More.

            ./run check # all
        """;

    assertThat(CodeBlock.of("p", page))
        .containsExactly(
            new CodeBlock("p", 6, true, List.of("gcloud a --b", "./run orders")),
            new CodeBlock("p", 11, false, List.of("./run check")));
  }
}
