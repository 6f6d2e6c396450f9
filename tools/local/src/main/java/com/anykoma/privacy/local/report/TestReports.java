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
      Pattern.compile(".*/target/(surefire|failsafe)-reports/TEST-[^/]+\\.xml");
  private static final Pattern SUITE = Pattern.compile("<testsuite\\s[^>]*>");
  private static final Pattern ATTRIBUTE = Pattern.compile("\\b([a-z]+)=\"([^\"]*)\"");
  private static final int MAX_DEPTH = 5;

  private TestReports() {}

  /** The simple names of the test classes of which a test ran, and none failed. */
  static Set<String> ran(Path root) {
    Set<String> ran = new HashSet<>();
    try (Stream<Path> files =
        Files.find(
            root,
            MAX_DEPTH,
            (file, it) -> FILE.matcher(file.toString().replace('\\', '/')).matches())) {
      for (Path each : files.toList()) {
        Matcher suite = SUITE.matcher(Files.readString(each));
        if (suite.find() && isRun(suite.group())) {
          ran.add(attribute(suite.group(), "name").replaceFirst("^.*\\.", "").split("\\$", 2)[0]);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ran;
  }

  private static boolean isRun(String suite) {
    return count(suite, "failures") + count(suite, "errors") == 0
        && count(suite, "tests") > count(suite, "skipped");
  }

  private static int count(String suite, String name) {
    return Integer.parseInt("0" + attribute(suite, name));
  }

  private static String attribute(String suite, String name) {
    return ATTRIBUTE
        .matcher(suite)
        .results()
        .filter(each -> each.group(1).equals(name))
        .map(each -> each.group(2))
        .findFirst()
        .orElse("");
  }
}
