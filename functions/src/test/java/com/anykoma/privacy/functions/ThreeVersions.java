package com.anykoma.privacy.functions;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.services.PrivacyFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A product whose privacy page has three versions; the newest is not yet in effect. */
final class ThreeVersions {
  static final String OLDEST = "2025-02-01";
  static final String MIDDLE = "2026-01-06";
  static final String NEWEST = "2026-11-20";
  static final String PAGE = FixtureProduct.text("page.md");

  private ThreeVersions() {}

  /** The text of a version. */
  static String text(String version) {
    String dated = PAGE.replace("Last updated: " + MIDDLE, "Last updated: " + version);
    return switch (version) {
      case OLDEST -> dated.replace("within 30 days", "within 90 days");
      case NEWEST -> dated.replace("We never sell", "We never sell or rent");
      default -> dated;
    };
  }

  /** Writes the product into a folder. */
  static Path write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("archive"));
    try (Stream<Path> files = Files.list(FixtureProduct.FOLDER)) {
      for (Path each : files.filter(Files::isRegularFile).toList()) {
        Files.copy(each, folder.resolve(each.getFileName()));
      }
    }
    StringBuilder policies = new StringBuilder("controller: Us, privacy@example.com\npolicies:\n");
    for (String each : List.of(OLDEST, MIDDLE, NEWEST)) {
      policies.append(
          """
            - version: "%s"
              effectiveFrom: "%sT00:00:00Z"
              grantsImprovement: true
              sha256: %s
          """
              .formatted(each, each.equals(NEWEST) ? "2026-12-24" : each, Sha256.hex(text(each))));
      String file = each.equals(NEWEST) ? "page.md" : "archive/" + each + ".md";
      Files.writeString(folder.resolve(file), text(each));
    }
    Files.writeString(folder.resolve("policies.yaml"), policies);
    return folder;
  }

  static PrivacyFiles in(Path folder) throws IOException {
    return PrivacyFiles.in(write(folder));
  }
}
