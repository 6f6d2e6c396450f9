package com.anykoma.privacy.functions.events;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Google's sample payloads, which are stored outside the project. */
final class GoogleSamples {
  private GoogleSamples() {}

  /** The text of a sample; the test is skipped with a reason when the samples are missing. */
  static String read(String name) throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (root != null && !Files.exists(root.resolve(".ci"))) {
      root = root.getParent();
    }
    assumeTrue(root != null, "skipped: the project's root was not found");
    Path sample = root.resolveSibling("shared").resolve("data/events").resolve(name);
    assumeTrue(Files.exists(sample), "skipped: ../shared/data/events/" + name + " is not there");
    return Files.readString(sample);
  }
}
