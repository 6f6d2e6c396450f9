package com.anykoma.privacy.infra;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.improvement.statistics.StatisticsSettings;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.services.PrivacyFiles;
import com.anykoma.privacy.usage.plan.PlanCatalog;
import com.anykoma.privacy.yaml.Setting;
import com.anykoma.privacy.yaml.SettingsException;
import com.anykoma.privacy.yaml.SettingsMistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Mutates every line of a product's settings files, and checks that each invalid file is reported
 * with its name and a line.
 */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
final class SettingsMutationTest {
  private static final InfraFiles PROJECT = InfraFiles.ofProject();
  private static final Pattern MEMBER =
      Pattern.compile("(?<indent>[ -]*)(?<key>\"?[\\w.*-]+\"?):(?<value>| .*)");
  private static final Pattern EMPTY = Pattern.compile("\\s*(#.*)?");

  /** Patterns of the lines without which each file is still valid. */
  private static final Map<String, String> OPTIONAL_LINES =
      Map.of(
          "datamap.yaml",
          " +([\\w.*]+: \\{ category: .*|(stamped|strip|purposes|edges|about|max|aged|database|through|technical):.*)",
          "plans.yaml",
          " +(lookupKeys|metadata|prices|products): .*|(addOns|claims): .*",
          "residency.yaml",
          " +(lag|versions|softDelete|recovery|backups|retention|keyDestruction|disclosed): .*",
          "policies.yaml",
          "",
          "breaker.yaml",
          "",
          "statistics.yaml",
          " +(sum|perRecord|by|values): .*",
          "functions.yaml",
          " +needs: \\[stripe-api]"); // its only variable is a secret, which the file names

  private static final Map<String, Consumer<Setting>> READERS =
      Map.of(
          "datamap.yaml", PrivacyFiles::dataMap,
          "plans.yaml", PlanCatalog::read,
          "policies.yaml", Policies::read,
          "breaker.yaml", CircuitBreakerLimits::read,
          "statistics.yaml", it -> StatisticsSettings.read(it, FixtureProduct.MAP),
          "residency.yaml", Residency::read,
          "functions.yaml", FunctionsFile::read);

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> files = Files.list(FixtureProduct.FOLDER)) {
      for (Path each : files.toList()) {
        Files.copy(each, folder.resolve(each.getFileName()));
      }
    }
    Files.copy(PROJECT.module().resolve("functions.yaml"), folder.resolve("functions.yaml"));
  }

  private List<SettingsMistake> check() {
    return SettingsCheck.mistakes(PROJECT.with(folder));
  }

  private List<SettingsMistake> checkWith(Path file, List<String> lines) throws IOException {
    Files.write(file, lines);
    List<SettingsMistake> mistakes = check();
    for (SettingsMistake each : mistakes) {
      assertThat(each.line())
          .as(each.toString())
          .isBetween(1, 1 + Files.readAllLines(folder.resolve(each.file())).size());
      assertThat(each.problem()).doesNotContain("Exception").doesNotContain("\n");
    }
    return mistakes;
  }

  private static List<String> with(List<String> lines, int at, String... replacement) {
    List<String> changed = new ArrayList<>(lines.subList(0, at));
    changed.addAll(List.of(replacement));
    changed.addAll(lines.subList(at + 1, lines.size()));
    return changed;
  }

  @Test
  void filesAreValid() {
    assertThat(check()).isEmpty();
  }

  @Test
  void reportsAClaimThatTheMapDoesNotList() throws IOException {
    Path file = folder.resolve("plans.yaml");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.replaceAll(each -> each.startsWith("claims:") ? "claims: { plan: stripeRole }" : each);

    assertThat(checkWith(file, lines))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.file()).isEqualTo("datamap.yaml");
              assertThat(it.problem()).contains("'claims.stripeRole', which plans.yaml sets");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datamap.yaml",
        "plans.yaml",
        "policies.yaml",
        "breaker.yaml",
        "statistics.yaml",
        "residency.yaml",
        "functions.yaml"
      })
  void reportsEveryInvalidMemberWithFileAndLine(String name) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(name));
    for (int i = 0; i < lines.size(); i++) {
      Matcher member = MEMBER.matcher(lines.get(i));
      if (member.matches()) {
        String indent = member.group("indent").replace('-', ' ');
        String key = member.group("indent") + member.group("key");
        String word = key.strip().replaceFirst("^- *", "");
        refused(name, i, with(lines, i, key + ": [[7]]"));
        refused(name, i, with(lines, i, lines.get(i) + " \t"));
        refused(name, i, with(lines, i, lines.get(i), indent + word + ": 1"));
        if (!member.group("value").isEmpty()) {
          refused(name, i, with(lines, i, lines.get(i), indent + "zzz: 1"));
        }
      }
    }
  }

  /** Checks that the reader refuses the file, as a starting function would. */
  private static void refused(String name, int at, List<String> changed) {
    assertThatThrownBy(
            () ->
                Objects.requireNonNull(READERS.get(name))
                    .accept(Setting.parse(name, String.join("\n", changed))))
        .as("%s:%s %s", name, at + 1, changed.subList(at, Math.min(at + 2, changed.size())))
        .isInstanceOfSatisfying(
            SettingsException.class,
            refusal ->
                assertThat(refusal.mistakes())
                    .isNotEmpty()
                    .allMatch(each -> each.file().equals(name))
                    .allMatch(each -> each.line() > 0 && each.line() <= changed.size() + 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "datamap.yaml",
        "plans.yaml",
        "policies.yaml",
        "breaker.yaml",
        "statistics.yaml",
        "residency.yaml",
        "functions.yaml"
      })
  void reportsRemovedLinesUnlessOptional(String name) throws IOException {
    Path file = folder.resolve(name);
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      boolean isOne = EMPTY.matcher(lines.get(i)).matches() || lines.get(i).contains("{ category");
      if (isOne && i % 7 != 0) {
        continue; // a sample of similar lines, because each check takes milliseconds
      }
      List<SettingsMistake> mistakes = checkWith(file, with(lines, i));
      if (EMPTY.matcher(lines.get(i)).matches()) {
        assertThat(mistakes).as(lines.get(i)).isEmpty();
      } else if (!lines.get(i).matches(Objects.requireNonNull(OPTIONAL_LINES.get(name)))) {
        assertThat(mistakes).as("%s:%s %s", name, i + 1, lines.get(i)).isNotEmpty();
      }
    }
    Files.write(file, lines);
  }

  @Test
  void reportsEveryInvalidLineOfIndexes() throws IOException {
    Path file = folder.resolve("firestore.indexes.json");
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.contains("\": \"")) {
        String broken = line.replaceFirst(": \"[^\"]*\"", ": \"zzz\"");
        assertThat(checkWith(file, with(lines, i, broken))).as(broken).isNotEmpty();
        assertThat(checkWith(file, with(lines, i, line.replaceFirst("\": \"", "s\": \""))))
            .as(line)
            .anyMatch(each -> each.file().equals("firestore.indexes.json"));
      }
      checkWith(file, with(lines, i));
    }
  }

  @Test
  void reportsEveryRemovedLineOfPageAndRules() throws IOException {
    Path page = folder.resolve("page.md");
    List<String> lines = Files.readAllLines(page);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(checkWith(page, with(lines, i)))
          .extracting(SettingsMistake::file)
          .isNotEmpty()
          .isSubsetOf("page.md", "policies.yaml", "sentences.yaml", "datamap.yaml");
    }
    Files.copy(FixtureProduct.FOLDER.resolve("page.md"), page, REPLACE_EXISTING);
    Path rules = folder.resolve("firestore.rules");
    lines = Files.readAllLines(rules);
    for (int i = 0; i < lines.size(); i++) {
      List<SettingsMistake> mistakes = checkWith(rules, with(lines, i));
      if (lines.get(i).strip().startsWith("match /")
          || lines.get(i).contains("hasOnly(")
          || lines.get(i).strip().equals("}")) {
        assertThat(mistakes).as(lines.get(i)).isNotEmpty();
      }
      assertThat(mistakes)
          .extracting(SettingsMistake::file)
          .isSubsetOf(Set.of("firestore.rules", "datamap.yaml"));
    }
  }

  /** Arbitrary content. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "7",
        "[]",
        "{}",
        "null",
        "a: &x [1]\nb: *x",
        "a: !!java.lang.Object {}",
        "a: 1\n---\nb: 2",
        "\u0007",
        "{{{",
        "- a\n b: [",
        "? [a]\n: b"
      })
  void reportsFilesWithUnrelatedContent(String content) throws IOException {
    for (String each :
        List.of(
            "datamap.yaml",
            "plans.yaml",
            "policies.yaml",
            "breaker.yaml",
            "statistics.yaml",
            "residency.yaml",
            "functions.yaml",
            "firestore.indexes.json",
            "firestore.rules",
            "page.md")) {
      Path file = folder.resolve(each);
      String good = Files.readString(file);
      Files.writeString(file, content);

      assertThat(check()).as(each).isNotEmpty().allMatch(it -> it.line() > 0);

      Files.writeString(file, good);
    }
  }
}
