package com.anykoma.privacy.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.services.PrivacyFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** The demo's whole story of {@code examples/notely}, a product that no Java names. */
@Tag("slow")
final class SecondProductStoryTest {
  /** Tests run in the module's folder. */
  private static final Path NOTELY = Path.of("..", "..", "examples", "notely");

  @TempDir private Path directory;

  @Test
  @Keeps({"P3", "P7", "P10", "P14", "P20", "P25"})
  void everyClaimHolds() {
    StringWriter told = new StringWriter();
    StoryOutput output = new StoryOutput(new PrintWriter(told), Ansi.OFF);

    try (DemoCloud cloud =
        new DemoCloud(PrivacyFiles.in(NOTELY), CloudChoice.EMBEDDED, directory)) {
      Story.play(cloud, output);

      assertThat(output.conclude()).as(told.toString()).isTrue();
      assertThat(told.toString())
          .contains("ada is on the plan Business", "people/ada/drafts/tower", "/notes/voyage")
          .doesNotContain("Left out");
    }
  }
}
