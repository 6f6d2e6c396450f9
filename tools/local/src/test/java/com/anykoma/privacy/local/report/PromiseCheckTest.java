package com.anykoma.privacy.local.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.changes.policy.Promise;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.infra.InfraFiles;
import com.anykoma.privacy.local.report.PromiseCheck.Problem;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that each way to unkeep a promise of this project is reported with the promise's id. */
@Keeps({"P1", "P8", "P20"})
final class PromiseCheckTest {
  private static final InfraFiles PROJECT = InfraFiles.ofProject();
  private static final PromiseCheck CHECK = PromiseCheck.of(register(it -> it), PROJECT, false);

  private static String read(String file) {
    try {
      return Files.readString(PROJECT.settings().resolve(file));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The register of this project with a changed page. */
  private static PromiseRegister register(UnaryOperator<String> change) {
    return PrivacyFiles.promises(
        Setting.parse("sentences.yaml", read("sentences.yaml")), change.apply(read("page.md")));
  }

  /** The problems that this project does not have without the change. */
  private static List<Problem> added(PromiseCheck changed) {
    List<Problem> before = CHECK.problems();
    return changed.problems().stream().filter(each -> !before.contains(each)).toList();
  }

  private static PromiseCheck with(PromiseSources sources) {
    return new PromiseCheck(
        CHECK.register(), sources, CHECK.classes(), CHECK.deployed(), Optional.empty());
  }

  private static Set<String> without(Set<String> all, String one) {
    Set<String> fewer = new HashSet<>(all);
    assertThat(fewer.remove(one)).isTrue();
    return fewer;
  }

  private static List<String> idsOf(String function) {
    return CHECK.register().all().stream()
        .filter(each -> each.functions().contains(function))
        .map(Promise::id)
        .toList();
  }

  @Test
  void everyPromiseOfThisProjectIsTestedDeployedAndWatched() {
    assertThat(CHECK.problems()).isEmpty();
  }

  @Test
  void changedWordOfThePageNamesThePromise() {
    assertThatThrownBy(
            () -> register(page -> page.replace("removed from our systems", "hidden from users")))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("sentences.yaml")
        .hasMessageContaining(": P20: page.md does not contain this sentence")
        .hasMessageContaining(
            "page.md:57: sentences.yaml does not map 'Deleted content is hidden from users");
  }

  @Test
  void newSentenceOfThePageIsNotMapped() {
    assertThatThrownBy(() -> register(page -> page + "\nWe promise the moon.\n"))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("sentences.yaml does not map 'We promise the moon.'");
  }

  @Test
  void functionThatIsNotDeployedNamesItsPromises() {
    PromiseCheck changed =
        new PromiseCheck(
            CHECK.register(),
            CHECK.sources(),
            CHECK.classes(),
            without(CHECK.deployed(), "Certify"),
            Optional.empty());

    assertThat(added(changed))
        .containsExactlyElementsOf(
            idsOf("Certify").stream()
                .map(id -> new Problem(id, "its function Certify is not in functions.yaml"))
                .toList())
        .extracting(Problem::promise)
        .contains("P20", "P23");
  }

  @Test
  void functionWithoutHandlerNamesItsPromises() {
    PromiseCheck changed =
        new PromiseCheck(
            CHECK.register(),
            CHECK.sources(),
            without(CHECK.classes(), "Objection"),
            CHECK.deployed(),
            Optional.empty());

    assertThat(added(changed))
        .containsExactly(new Problem("P25", "its function Objection is not in DeployedFunction"));
  }

  @Test
  void unknownIdOfATestOrClassIsAProblem() {
    Map<String, Map<String, Integer>> more = new TreeMap<>(CHECK.sources().tests());
    more.put("E77", Map.of("ATest", 1));
    Map<String, Set<String>> classes = new TreeMap<>(CHECK.sources().classes());
    classes.put("P99", Set.of("A"));

    assertThat(
            added(
                with(
                    new PromiseSources(
                        classes, more, CHECK.sources().invariants(), CHECK.sources().checks()))))
        .containsExactlyInAnyOrder(
            new Problem("E77", "promises.yaml does not have this id"),
            new Problem("P99", "promises.yaml does not have this id"));
  }

  @Test
  void removedTestNamesThePromise() {
    Map<String, Map<String, Integer>> fewer = new TreeMap<>(CHECK.sources().tests());
    fewer.remove("P8");
    fewer.remove("E15");

    assertThat(
            added(
                with(
                    new PromiseSources(
                        CHECK.sources().classes(),
                        fewer,
                        CHECK.sources().invariants(),
                        CHECK.sources().checks()))))
        .containsExactly(
            new Problem("P8", "no test has @Keeps(\"P8\")"),
            new Problem("E15", "no test has @Keeps(\"E15\")"));
  }

  @Test
  void absolutePromiseNeedsAnInvariantTest() {
    assertThat(
            added(
                with(
                    new PromiseSources(
                        CHECK.sources().classes(),
                        CHECK.sources().tests(),
                        without(CHECK.sources().invariants(), "P31"),
                        CHECK.sources().checks()))))
        .containsExactly(
            new Problem(
                "P31", "it is absolute, and no test has @Keeps with invariant = true for it"));
  }

  @Test
  void checkThatNoCodeRecordsNamesItsPromises() {
    PromiseSources none =
        new PromiseSources(
            CHECK.sources().classes(),
            CHECK.sources().tests(),
            CHECK.sources().invariants(),
            Set.of());

    assertThat(with(none).problems())
        .contains(new Problem("P29", "no code records the results of its check aggregate"));
  }

  @Test
  void testThatDidNotRunIsNoTest(@TempDir Path root) throws IOException {
    report(root, "surefire", "a.b.RanTest", "<testcase/><testcase><skipped/></testcase>");
    report(root, "failsafe", "a.b.RanIT$Inner", "<testcase/>");
    report(root, "surefire", "a.SkippedTest", "<testcase><skipped/></testcase>");
    report(root, "surefire", "a.FailedTest", "<testcase/><testcase><failure/></testcase>");

    assertThat(TestReports.ran(root)).containsExactlyInAnyOrder("RanTest", "RanIT");

    Set<String> all =
        CHECK.sources().tests().values().stream()
            .flatMap(each -> each.keySet().stream())
            .collect(Collectors.toSet());
    all.removeAll(CHECK.sources().testsOf("E12").keySet());
    PromiseCheck changed =
        new PromiseCheck(
            CHECK.register(), CHECK.sources(), CHECK.classes(), CHECK.deployed(), Optional.of(all));
    assertThat(added(changed))
        .anySatisfy(
            each -> {
              assertThat(each.promise()).isEqualTo("E12");
              assertThat(each.problem())
                  .startsWith("none of its tests ran in the last build; run mvn verify: [");
            });
  }

  private static void report(Path root, String plugin, String name, String cases)
      throws IOException {
    Path folder = Files.createDirectories(root.resolve("shared/target/" + plugin + "-reports"));
    Files.writeString(
        folder.resolve("TEST-" + name + ".xml"),
        "<testsuite name=\"%s\">%s</testsuite>".formatted(name, cases));
  }

  @Test
  void findsInvariantsAndRecordedChecksInSources(@TempDir Path root) throws IOException {
    source(
        root, "m/src/main/java/A.java", "class A { Checks c; void f() { c.run(\"page\", x); } }");
    source(root, "m/src/main/java/B.java", "class B { String x = \"notices\"; }");
    source(root, "tools/m/src/main/java/C.java", "class C { Checks c; String x = \"audit\"; }");
    source(
        root,
        "m/src/test/java/ATest.java",
        "@Keeps(\n    value = {\"P8\", \"P9\"},\n    invariant = true)\nclass ATest {\n"
            + "  @Keeps(\"P3\") void a() {}\n}");

    PromiseSources sources = PromiseSources.of(new SourceTree(root));

    assertThat(sources.invariants()).containsExactlyInAnyOrder("P8", "P9");
    assertThat(sources.checks()).containsExactly("page");
    assertThat(sources.tests()).containsOnlyKeys("P3", "P8", "P9");
  }

  private static void source(Path root, String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
