package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.infra.InfraFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages for readers refer to is there. */
final class DocumentationTest {
  private static final Path ROOT = InfraFiles.ofProject().root();
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\b[^`]*`");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(each -> each.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As pages of Markdown are usually addressed. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  @Test
  void everyLinkPointsToAFileAndHeading() throws Exception {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(text(page));
      while (link.find()) {
        String[] parts = link.group(1).split("#", 2);
        if (parts[0].contains("://")) {
          continue;
        }
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        boolean leads =
            Files.exists(target)
                && (parts.length == 1
                    || HEADING
                        .matcher(text(target))
                        .results()
                        .anyMatch(each -> anchor(each.group(1)).equals(parts[1])));
        if (!leads) {
          broken.add(ROOT.relativize(page) + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyNamedTestExists() throws Exception {
    Set<String> there = new TreeSet<>();
    for (String module :
        List.of(
            "shared",
            "functions",
            "tools/emulators",
            "tools/infra",
            "tools/local",
            "tools/bench")) {
      Path tests = ROOT.resolve(module).resolve("src/test/java");
      if (Files.isDirectory(tests)) {
        try (Stream<Path> files = Files.walk(tests)) {
          files.forEach(each -> there.add(each.getFileName().toString().replace(".java", "")));
        }
      }
    }
    Set<String> missing = new TreeSet<>();
    for (Path page : pages()) {
      Matcher named = TEST_CLASS.matcher(text(page));
      while (named.find()) {
        if (!there.contains(named.group(1))) {
          missing.add(ROOT.relativize(page) + ": " + named.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
