package com.anykoma.privacy.local.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the reports that Maven's Surefire and Failsafe write of each test class. */
final class TestReports {
  private static final Pattern FILE =
      Pattern.compile(
          ".*/target/(?:surefire|failsafe)-reports/TEST-(?:[^/]+\\.)?(\\w+)[^/.]*\\.xml");
  private static final int MAX_DEPTH = 5;

  private TestReports() {}

  /** The simple names of the test classes of which a test ran, and none failed. */
  static Set<String> ran(Path root) {
    Set<String> ran = new HashSet<>();
    try (Stream<Path> files = Files.find(root, MAX_DEPTH, (file, it) -> it.isRegularFile())) {
      for (Path each : (Iterable<Path>) files::iterator) {
        Matcher report = FILE.matcher(each.toString().replace('\\', '/'));
        if (report.matches() && hasRun(Files.readString(each))) {
          ran.add(report.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ran;
  }

  private static boolean hasRun(String report) {
    return count("<(failure|error)\\b", report) == 0
        && count("<testcase\\b", report) > count("<skipped\\b", report);
  }

  private static long count(String element, String report) {
    return Pattern.compile(element).matcher(report).results().count();
  }
}
