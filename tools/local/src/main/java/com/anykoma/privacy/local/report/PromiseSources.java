package com.anykoma.privacy.local.report;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds where the project's Java sources refer to the register of promises: in {@code @Keeps} and
 * in comments outside code spans, where ranges such as {@code P6 to P8} count as each id.
 *
 * @param classes the names of the classes in main code that refer to an id, by id
 * @param tests how many {@code @Keeps} with an id each test class has, by id and class
 * @param invariants the ids that a {@code @Keeps} of an invariant test has
 * @param checks the words in quotes in the product's code that uses {@code Checks}, among them the
 *     name of each live check whose results it records
 */
public record PromiseSources(
    Map<String, Set<String>> classes,
    Map<String, Map<String, Integer>> tests,
    Set<String> invariants,
    Set<String> checks) {
  private static final Pattern IN_TESTS = Pattern.compile("[/\\\\]src[/\\\\]test[/\\\\]");
  private static final Pattern IN_PRODUCT =
      Pattern.compile("^(?!tools[/\\\\]).*[/\\\\]src[/\\\\]main[/\\\\].*");
  private static final Pattern USES_CHECKS = Pattern.compile("\\b(Checks|dailyChecks)\\b");
  private static final Pattern QUOTED_WORD = Pattern.compile("(?<=\")[a-z]+(?=\")");
  private static final Pattern INVARIANT = Pattern.compile("\\binvariant = true\\b");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
  private static final Pattern KEEPS = Pattern.compile("(?m)^\\s*@Keeps\\(([^)]*)\\)");
  private static final Pattern ID = Pattern.compile("\\b([PE])([0-9]{1,2})\\b(?! *(?:to|-) *\\1)");
  private static final Pattern RANGE =
      Pattern.compile("\\b([PE])([0-9]{1,2}) ?(?:to|-) ?\\1([0-9]{1,2})\\b");

  public PromiseSources {
    classes = Collections.unmodifiableMap(classes);
    tests = Collections.unmodifiableMap(tests);
    invariants = Set.copyOf(invariants);
    checks = Set.copyOf(checks);
  }

  /** Reads all Java sources of a project. */
  public static PromiseSources of(SourceTree tree) {
    Map<String, Set<String>> classes = new TreeMap<>();
    Map<String, Map<String, Integer>> tests = new TreeMap<>();
    Set<String> invariants = new TreeSet<>();
    Set<String> checks = new TreeSet<>();
    for (Path file : tree.files()) {
      String name = String.valueOf(file.getFileName());
      if (!name.endsWith(".java") || name.equals("package-info.java")) {
        continue;
      }
      String type = name.replace(".java", "");
      String text = tree.text(file);
      if (IN_PRODUCT.matcher(file.toString()).matches() && USES_CHECKS.matcher(text).find()) {
        all(QUOTED_WORD, text).forEach(checks::add);
      }
      if (IN_TESTS.matcher(file.toString()).find()) {
        all(KEEPS, text)
            .flatMap(PromiseSources::ids)
            .forEach(
                id ->
                    tests.computeIfAbsent(id, it -> new TreeMap<>()).merge(type, 1, Integer::sum));
        all(KEEPS, text)
            .filter(each -> INVARIANT.matcher(each).find())
            .flatMap(PromiseSources::ids)
            .forEach(invariants::add);
      } else {
        Stream.concat(all(KEEPS, text), all(COMMENT, text))
            .flatMap(PromiseSources::ids)
            .forEach(id -> classes.computeIfAbsent(id, it -> new TreeSet<>()).add(type));
      }
    }
    return new PromiseSources(classes, tests, invariants, checks);
  }

  /** How many {@code @Keeps} with this id each test class has. */
  Map<String, Integer> testsOf(String id) {
    return tests.getOrDefault(id, Map.of());
  }

  private static Stream<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group);
  }

  private static Stream<String> ids(String text) {
    String line = text.replaceAll("\\s*\n\\s*\\*?\\s*", " ").replaceAll("\\{@code[^}]*}", "");
    return Stream.concat(
        RANGE.matcher(line).results().flatMap(PromiseSources::range),
        ID.matcher(line).results().map(each -> each.group(1) + each.group(2)));
  }

  private static Stream<String> range(MatchResult range) {
    return IntStream.rangeClosed(Integer.parseInt(range.group(2)), Integer.parseInt(range.group(3)))
        .mapToObj(number -> range.group(1) + number);
  }
}
