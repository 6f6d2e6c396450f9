package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.local.report.SourceTree;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Tests that main code stays within its limits of size, and that replaced words and forms do not
 * come back in main code, settings, deployment, documentation and the tests of most modules. A rule
 * is a pattern over the text of a file and a sentence that says what to write instead.
 */
final class HouseRulesTest {
  private static final SourceTree TREE = DocumentationPages.TREE;

  /** Files that quote others: the page itself, licences, this test, and the list of old names. */
  private static final Set<String> QUOTATIONS =
      Set.of("page.md", "LICENSE", "CHANGELOG.md", "HouseRulesTest.java", "licences.md");

  private static final Set<String> ENDINGS =
      Set.of("java", "md", "yaml", "yml", "tf", "rules", "html", "css", "mjs", "run");

  /** A blank line, a comment, or an import, which the formatter writes one to a line. */
  private static final Pattern NO_CODE = Pattern.compile("\\s*(//|/\\*|\\*|$)|import |package ");

  /**
   * A form that must not come back.
   *
   * @param form found anywhere in a file's text
   * @param remedy what to write instead
   */
  private record Rule(Pattern form, String remedy) {
    Rule(String form, String remedy) {
      this(Pattern.compile(form, Pattern.MULTILINE), remedy);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule("(?i)\\bwhoever\\b", "name the subject: the caller, an operator, the writer"),
          new Rule(
              "(?<![\"/])\\b[Nn]obody\\b(?![\":])",
              "say who does not: no user, no function, no operator"),
          new Rule("(?i)\\bby whatever (road|means|way)\\b", "name the channel"),
          new Rule("(?i)\\broads?\\b", "write channel"),
          new Rule("(?i)\\bsecond reader\\b", "write independent verifier"),
          new Rule("(?i)\\b(un)?doubted\\b|\\bin doubt\\b", "write discrepancy, or unconfirmed"),
          new Rule("(?i)\\bdoomed\\b", "write to delete"),
          new Rule("(?i)\\b(hand|hands|handed|handing) (it |them |each )?out\\b", "write dispatch"),
          new Rule("(?i)\\bsafe to repeat\\b", "write idempotent"),
          new Rule("(?i)\\bnames? nobody\\b", "write contains no identifiers"),
          new Rule("(?i)\\bage?ings?\\b", "write expiry"),
          new Rule("\\bMOST_[A-Z]+", "write MAX_"),
          new Rule("(?i)\\bhalt(s|ed|ing)\\b", "write blocked by the circuit breaker"),
          new Rule(
              "(?i)\\bstand-ins?\\b", "write fake in tests, peer in benchmarks, or substitute"),
          new Rule("(?i)\\btells? of\\b|\\btold of\\b", "write reports, delivers or logs"),
          new Rule(
              "(^\\s*(\\*|//|#)|/\\*\\*|^\\s*\\*\\*?)\\s+What(ever)?\\s+(?!is|are|to|happens|Data|it)\\w+",
              "start with the thing, not with What"),
          new Rule("^\\s*(\\*|/\\*\\*|//)\\s+Who(ever)?\\s", "start with the person or function"),
          new Rule("\\b(TODO|FIXME|XXX)\\b", "finish it, or list it in docs/limits.md"),
          new Rule("\\bThread\\.sleep\\(", "wait for the event, or move the clock"));

  private static List<Path> files() {
    return TREE.files().stream().filter(HouseRulesTest::isChecked).toList();
  }

  private static boolean isChecked(Path file) {
    String name = String.valueOf(file.getFileName());
    return !QUOTATIONS.contains(name) && ENDINGS.contains(name.replaceAll(".*\\.", ""));
  }

  private static List<String> violations(String file, String text) {
    List<String> found = new ArrayList<>();
    for (Rule rule : RULES) {
      Matcher matcher = rule.form().matcher(text);
      while (matcher.find()) {
        long line = text.substring(0, matcher.start()).chars().filter(it -> it == '\n').count() + 1;
        found.add(file + ":" + line + ": '" + matcher.group().strip() + "': " + rule.remedy());
      }
    }
    return found;
  }

  /** The lines of main Java code in the modules whose folders begin so. */
  private static long linesOfMainCode(String... folders) {
    return TREE.files().stream()
        .map(Path::toString)
        .filter(each -> each.contains("src/main/java/") && each.endsWith(".java"))
        .filter(each -> Stream.of(folders).anyMatch(each::startsWith))
        .mapToLong(each -> linesOfCode(TREE.text(Path.of(each))))
        .sum();
  }

  private static long linesOfCode(String text) {
    return text.lines().filter(each -> !NO_CODE.matcher(each).lookingAt()).count();
  }

  @Test
  void mainCodeStaysWithinItsLimits() {
    assertThat(linesOfMainCode("shared/", "functions/")).as("product").isBetween(30_000L, 45_000L);
    assertThat(linesOfMainCode("tools/")).as("tools").isBetween(10_000L, 18_000L);
  }

  @Test
  void countsNeitherCommentsNorImportsNorBlankLines() {
    assertThat(
            linesOfCode(
                "package p;\nimport q.R;\n/**\n * A.\n */\nint a; // one\n\n  // b\n  int b;\n  /* c */\n"))
        .isEqualTo(2);
  }

  @Test
  void replacedWordsAndFormsDoNotComeBack() {
    List<String> found = new ArrayList<>();
    List<Path> files = files();
    for (Path each : files) {
      found.addAll(violations(each.toString(), TREE.text(each)));
    }

    assertThat(files).hasSizeGreaterThan(400);
    assertThat(found).isEmpty();
  }

  @Test
  void reportsFileLineWordAndRemedy() {
    assertThat(violations("A.java", "/** Safe to repeat. */\n// What removes it\nint MOST_ITEMS;"))
        .containsExactly(
            "A.java:1: 'Safe to repeat': write idempotent",
            "A.java:3: 'MOST_ITEMS': write MAX_",
            "A.java:2: '// What removes': start with the thing, not with What");
    assertThat(violations("A.java", "/** What to do. */ // the roadmap, aged, nobodyElse"))
        .isEmpty();
  }
}
