package com.anykoma.privacy.changes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.gson.Gson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares pages that are served with the registered version. */
@Keeps("P1")
final class ServedPageTest {
  private static final String PAGES = "https://example.com/privacy";
  private static final Policy FIRST = FixtureProduct.POLICIES.all().get(0);
  private static final String TEXT = PAGES + "/versions/" + FIRST.version() + ".md";
  private static final String HTML = "<p>Last updated: " + FIRST.version() + "</p>";

  @TempDir private Path directory;
  private EmbeddedCloud cloud;
  private final Map<String, String> served = new HashMap<>();

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, new SettableClock(Instant.parse("2026-11-22T12:00:00Z")));
    served.put(TEXT, FixtureProduct.text("page.md"));
    served.put(PAGES, HTML);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private List<String> findings() throws IOException {
    Files.writeString(cloud.settings().changes(), new Gson().toJson(Map.of("pages", served)));
    Publications publications = new Publications(cloud.documents(), FixtureProduct.POLICIES);
    return new ServedPage(cloud.settings(), publications, URI.create(PAGES)).findings();
  }

  @Test
  void registeredPageHasNoFindings() throws IOException {
    assertThat(findings()).isEmpty();
  }

  @Test
  void oneChangedByteIsFound() throws IOException {
    served.put(TEXT, FixtureProduct.text("page.md") + " ");

    assertThat(findings())
        .containsExactly(
            "the page /versions/"
                + FIRST.version()
                + ".md differs from policies.yaml (P1; owner privacy)");
  }

  @Test
  void unreachablePagesAreFindings() throws IOException {
    served.clear();

    assertThat(findings())
        .hasSize(2)
        .allMatch(each -> each.endsWith("(P1; owner privacy)"))
        .anyMatch(each -> each.contains(".md could not be read"));
  }

  @Test
  void htmlOfAnotherVersionIsFound() throws IOException {
    served.put(PAGES, HTML.replace(FIRST.version(), "2020-01-01"));

    assertThat(findings())
        .containsExactly(
            "the privacy page does not show the version "
                + FIRST.version()
                + " (P1; owner privacy)");
  }
}
