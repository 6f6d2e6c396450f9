package com.anykoma.privacy.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.local.report.SourceTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that links and test names in the documentation lead somewhere. */
final class DocumentationTest {
  private static final SourceTree TREE = DocumentationPages.TREE;
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\b[^`]*`");

  /** As pages of Markdown are usually addressed. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }

  @Test
  void everyLinkPointsToAFileAndHeading() {
    List<String> broken = new ArrayList<>();
    for (Path page : DocumentationPages.all()) {
      Matcher link = LINK.matcher(TREE.text(page));
      while (link.find()) {
        String[] parts = link.group(1).split("#", 2);
        if (parts[0].contains("://")) {
          continue;
        }
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        boolean leads =
            Files.exists(TREE.root().resolve(target))
                && (parts.length == 1
                    || HEADING
                        .matcher(TREE.text(target))
                        .results()
                        .anyMatch(each -> anchor(each.group(1)).equals(parts[1])));
        if (!leads) {
          broken.add(page + " -> " + link.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  @Test
  void everyNamedTestExists() {
    Set<String> tests =
        TREE.files().stream()
            .filter(each -> each.toString().contains("/src/test/java/"))
            .map(each -> String.valueOf(each.getFileName()).replace(".java", ""))
            .collect(Collectors.toSet());
    Set<String> missing = new TreeSet<>();
    for (Path page : DocumentationPages.all()) {
      Matcher named = TEST_CLASS.matcher(TREE.text(page));
      while (named.find()) {
        if (!tests.contains(named.group(1))) {
          missing.add(page + ": " + named.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
