package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.report.SourceTree;
import com.google.common.base.Splitter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Each row of the threat model names tests that there are, or says why there is none. */
@Keeps("P17")
final class ThreatModelTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "threat-model.md");
  private static final Set<String> STRIDE = Set.of("S", "T", "R", "I", "D", "E");
  private static final int CELLS = 5;
  private static final int TESTS = 3;

  /** A test that is named: its class, and of it one method. */
  private static final Pattern NAMED = Pattern.compile("`([A-Z]\\w+)(?:\\.(\\w+))?`");

  private static final Pattern METHOD =
      Pattern.compile("@(?:Parameterized)?Test\\b[\\s\\S]*?\\bvoid (\\w+)\\(");

  private record ThreatRow(String boundary, List<String> cells) {
    String letter() {
      return cells.get(0);
    }

    String tests() {
      return cells.get(TESTS);
    }
  }

  private static List<ThreatRow> rows(String page) {
    List<ThreatRow> rows = new ArrayList<>();
    String boundary = "";
    for (String line : Splitter.on('\n').split(page)) {
      if (line.startsWith("#")) {
        boundary = line.startsWith("### ") ? line.substring("### ".length()) : "";
      } else if (line.matches("\\| \\w \\|.*\\|")) {
        List<String> cells =
            Splitter.on('|').trimResults().splitToList(line.substring(1, line.length() - 1));
        rows.add(new ThreatRow(boundary, cells));
      }
    }
    return rows;
  }

  /** The methods of every test class of every module, by the class's simple name. */
  private static Map<String, Set<String>> tests() {
    SourceTree tree = DocumentationPages.TREE;
    return tree.files().stream()
        .filter(each -> each.toString().contains("/src/test/java/"))
        .collect(Collectors.toMap(ThreatModelTest::simpleName, each -> methods(tree.text(each))));
  }

  private static String simpleName(Path file) {
    return String.valueOf(file.getFileName()).replace(".java", "");
  }

  private static Set<String> methods(String text) {
    return METHOD.matcher(text).results().map(it -> it.group(1)).collect(Collectors.toSet());
  }

  private static Optional<String> complaint(ThreatRow row, Map<String, Set<String>> tests) {
    if (row.cells().size() != CELLS) {
      return Optional.of("has " + row.cells().size() + " cells instead of " + CELLS);
    }
    if (row.tests().matches("none: \\S.+")) {
      return Optional.empty();
    }
    List<MatchResult> named = NAMED.matcher(row.tests()).results().toList();
    if (named.isEmpty()) {
      return Optional.of("names no test and does not say 'none: REASON'");
    }
    return named.stream()
        .filter(it -> !isThere(it.group(1), Optional.ofNullable(it.group(2)), tests))
        .map(it -> "names " + it.group() + ", which is no test")
        .findFirst();
  }

  private static boolean isThere(
      String type, Optional<String> method, Map<String, Set<String>> tests) {
    Set<String> methods = tests.getOrDefault(type, Set.of());
    return method.filter(methods::contains).isPresent();
  }

  private static List<String> complaints(String page) {
    Map<String, Set<String>> tests = tests();
    return rows(page).stream()
        .flatMap(
            row ->
                complaint(row, tests)
                    .map(it -> row.boundary() + ": " + row.cells() + " " + it)
                    .stream())
        .toList();
  }

  @Test
  void everyRowNamesAnExistingTestOrAReason() throws Exception {
    String page = Files.readString(PAGE);

    assertThat(rows(page)).hasSizeGreaterThan(60);
    assertThat(complaints(page)).isEmpty();
  }

  @Test
  void everyBoundaryHasEveryLetterOfStride() throws Exception {
    Map<String, Set<String>> letters = new LinkedHashMap<>();
    rows(Files.readString(PAGE))
        .forEach(
            it -> letters.computeIfAbsent(it.boundary(), b -> new TreeSet<>()).add(it.letter()));

    assertThat(letters).hasSize(10).allSatisfy((b, each) -> assertThat(each).isEqualTo(STRIDE));
  }

  @Test
  void reportsErrorsInARow() throws Exception {
    String page =
        """
        ### B
        | S | a | b | `ThreatModelTest.reportsErrorsInARow` | |
        | T | a | b | `ThreatModelTest.thatIsNoTest` | |
        | R | a | b | `NoSuchTest.atAll` | |
        | I | a | b | `ThreatModelTest` | |
        | D | a | b | | |
        | E | a | b | none: no user needs it | |
        | E | a | b | none: | |
        | E | a | b |
        """;

    assertThat(complaints(page))
        .hasSize(6)
        .anyMatch(it -> it.contains("`ThreatModelTest.thatIsNoTest`, which is no test"))
        .anyMatch(it -> it.contains("`NoSuchTest.atAll`, which is no test"))
        .anyMatch(it -> it.contains("`ThreatModelTest`, which is no test"))
        .anyMatch(it -> it.contains("[D, a, b, , ] names no test"))
        .anyMatch(it -> it.contains("none:, ] names no test"))
        .anyMatch(it -> it.contains("has 3 cells"));
  }
}
