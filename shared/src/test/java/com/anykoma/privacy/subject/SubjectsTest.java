package com.anykoma.privacy.subject;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Fields;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the records of subjects. */
final class SubjectsTest {
  private static final int MORE_THAN_A_PAGE = 1_001;

  @TempDir private Path directory;

  @Test
  void findsSubjectsWithATimestampOnEveryPage() {
    try (World world = new World(directory)) {
      for (int i = 0; i < MORE_THAN_A_PAGE; i++) {
        world
            .cloud
            .documents()
            .set(
                Subjects.path(new SubjectId("u" + i)),
                Fields.empty().with("contested", Map.of("c", Instant.EPOCH)));
      }

      assertThat(world.subjects.havingTimeAt("contested.c")).hasSize(MORE_THAN_A_PAGE);
    }
  }
}
