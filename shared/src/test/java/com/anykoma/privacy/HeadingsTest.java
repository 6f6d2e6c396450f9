package com.anykoma.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that each heading's package quotes sentences of the page, so that readers find their code.
 */
class HeadingsTest {
  private static final Path SOURCES = Path.of("src/main/java/com/anykoma/privacy");
  private static final Pattern QUOTE = Pattern.compile("<li>(P\\d+): \"([^\"]+)\"");
  private static final Pattern CLASS = Pattern.compile("\\{@link ([a-z.]+\\.[A-Z]\\w+)}");

  private static List<String> packages() {
    return ArchitectureTest.HEADINGS;
  }

  /** The packages of the page's headings. */
  private static List<String> headings() {
    return packages().stream().filter(each -> !each.equals("proof")).toList();
  }

  @ParameterizedTest
  @MethodSource("headings")
  void headingPackageQuotesThePage(String heading) throws IOException {
    String javadoc = javadoc(heading);
    List<MatchResult> quotes = QUOTE.matcher(javadoc).results().toList();

    assertThat(page()).contains("## " + javadoc.split("\"", -1)[1] + "\n");
    assertThat(quotes).isNotEmpty();
    assertThat(quotes).allSatisfy(each -> assertThat(page()).contains(each.group(2)));
  }

  @ParameterizedTest
  @MethodSource("packages")
  void headingPackageNamesItsFirstClass(String heading) throws IOException {
    List<String> named =
        CLASS.matcher(javadoc(heading)).results().map(each -> each.group(1)).toList();

    assertThat(javadoc(heading)).contains("Start at {@link com.anykoma.privacy." + heading + ".");
    assertThat(named).allSatisfy(Class::forName);
  }

  @Test
  void noSentenceIsQuotedTwice() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String each : headings()) {
      all.append(javadoc(each));
    }

    assertThat(QUOTE.matcher(all).results().map(each -> each.group(2)).toList())
        .doesNotHaveDuplicates();
  }

  /** Returns the Javadoc of a heading's package as one line. */
  private static String javadoc(String heading) throws IOException {
    return Files.readString(SOURCES.resolve(heading).resolve("package-info.java"))
        .replaceAll("\\n \\*\\s*", " ");
  }

  private static String page() {
    return FixtureProduct.text("page.md");
  }
}
