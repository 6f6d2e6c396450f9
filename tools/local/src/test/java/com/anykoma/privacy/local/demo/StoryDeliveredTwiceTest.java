package com.anykoma.privacy.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.local.cloud.CloudChoice;
import com.anykoma.privacy.local.cloud.EmbeddedPlatform;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

/** The demo's whole story where the queue forgets ids and delivers everything twice. */
@Tag("slow")
final class StoryDeliveredTwiceTest {
  @TempDir private Path directory;

  @Test
  @Keeps({"P3", "P20", "P25"})
  void everyClaimHoldsWithDuplicateDeliveries() {
    StringWriter told = new StringWriter();
    StoryOutput telling = new StoryOutput(new PrintWriter(told), Ansi.OFF);

    try (DemoCloud stage = new DemoCloud(FixtureProduct.FILES, CloudChoice.EMBEDDED, directory)) {
      ((EmbeddedPlatform) stage.platform()).cloud().tasks().deliverEverythingTwice();
      Story.play(stage, telling);

      assertThat(telling.conclude()).as(told.toString()).isTrue();
    }
  }
}
