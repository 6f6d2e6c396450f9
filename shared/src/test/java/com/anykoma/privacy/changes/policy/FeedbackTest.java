package com.anykoma.privacy.changes.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counts answers, also concurrent ones. */
@Keeps("P37")
final class FeedbackTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-29T23:59:59Z"));

  @Test
  void everyAnswerIsCountedOnItsDay(@TempDir Path directory) {
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      Feedback feedback = new Feedback(cloud.documents(), clock);

      IntStream.range(0, 20).parallel().forEach(i -> feedback.count(i % 4 == 0));
      clock.set(Instant.parse("2026-11-30T00:00:00Z"));
      feedback.count(false);

      assertThat(counted(cloud, "2026-11-29"))
          .isEqualTo(Fields.empty().with("yes", 5L).with("no", 15L));
      assertThat(counted(cloud, "2026-11-30"))
          .isEqualTo(Fields.empty().with("yes", 0L).with("no", 1L));
    }
  }

  private static Fields counted(EmbeddedCloud cloud, String day) {
    return cloud.documents().get(OwnCollections.FEEDBACK.document(day)).orElseThrow().fields();
  }
}
