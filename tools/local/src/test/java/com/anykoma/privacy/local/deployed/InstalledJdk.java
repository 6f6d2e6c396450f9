package com.anykoma.privacy.local.deployed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A Java platform on this machine.
 *
 * @param version its feature release: 17
 */
record InstalledJdk(Path home, int version) {
  private static final int OLDEST = 17;
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"([0-9]+)");

  /**
   * The oldest and the newest that functions may run on; one, when there is but the running one.
   * Looked for beside the running one and in {@code JAVA_HOME...} variables.
   */
  static List<InstalledJdk> oldestAndNewest() {
    Path running = Path.of(System.getProperty("java.home"));
    TreeMap<Integer, InstalledJdk> found = new TreeMap<>();
    Stream.concat(beside(running), named())
        .flatMap(home -> at(home).stream())
        .filter(each -> each.version() >= OLDEST)
        .sorted(Comparator.comparing(InstalledJdk::home))
        .forEach(each -> found.put(each.version(), each));
    int version = Runtime.version().feature();
    found.put(version, new InstalledJdk(running, version));
    return Stream.of(found.firstEntry(), found.lastEntry())
        .map(entry -> entry.getValue())
        .distinct()
        .toList();
  }

  private static Stream<Path> beside(Path running) {
    try (Stream<Path> all = Files.list(running.resolveSibling("."))) {
      return all.toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> named() {
    return System.getenv().entrySet().stream()
        .filter(each -> each.getKey().startsWith("JAVA_HOME"))
        .map(each -> Path.of(each.getValue()));
  }

  private static Optional<InstalledJdk> at(Path home) {
    try {
      Matcher version = VERSION.matcher(Files.readString(home.resolve("release")));
      return version.find() && Files.isExecutable(java(home))
          ? Optional.of(new InstalledJdk(home, Integer.parseInt(version.group(1))))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // some other folder
    }
  }

  private static Path java(Path home) {
    return home.resolve("bin").resolve("java");
  }

  /** The program that runs Java's. */
  Path java() {
    return java(home);
  }
}
