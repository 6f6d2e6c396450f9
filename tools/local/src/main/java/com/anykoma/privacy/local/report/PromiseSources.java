package com.anykoma.privacy.local.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
 */
public record PromiseSources(
    Map<String, Set<String>> classes, Map<String, Map<String, Integer>> tests) {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");
  private static final Pattern KEEPS = Pattern.compile("(?m)^\\s*@Keeps\\(([^)]*)\\)");
  private static final Pattern ID = Pattern.compile("\\b([PE])([0-9]{1,2})\\b(?! *(?:to|-) *\\1)");
  private static final Pattern RANGE =
      Pattern.compile("\\b([PE])([0-9]{1,2}) ?(?:to|-) ?\\1([0-9]{1,2})\\b");

  /**
   * Reads all sources beneath a folder.
   *
   * @param root the project's folder
   */
  public static PromiseSources of(Path root) {
    PromiseSources found = new PromiseSources(new TreeMap<>(), new TreeMap<>());
    try (Stream<Path> files = Files.walk(root)) {
      for (Path each : files.filter(PromiseSources::isSource).sorted().toList()) {
        found.read(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  private static boolean isSource(Path file) {
    String path = file.toString().replace('\\', '/');
    return path.endsWith(".java")
        && path.contains("/src/")
        && !path.contains("/target/")
        && !path.endsWith("package-info.java");
  }

  private void read(Path file) throws IOException {
    String text = Files.readString(file);
    String name = file.getFileName().toString().replace(".java", "");
    List<String> annotations = all(KEEPS, text);
    if (file.toString().replace('\\', '/').contains("/src/test/")) {
      for (String each : annotations) {
        ids(each)
            .forEach(
                id ->
                    tests.computeIfAbsent(id, it -> new TreeMap<>()).merge(name, 1, Integer::sum));
      }
    } else {
      Stream.concat(annotations.stream(), all(COMMENT, text).stream())
          .flatMap(PromiseSources::ids)
          .forEach(id -> classes.computeIfAbsent(id, it -> new TreeSet<>()).add(name));
    }
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).toList();
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
