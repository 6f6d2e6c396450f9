package com.anykoma.privacy.rights.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.protection.vault.FailurePoint;
import com.anykoma.privacy.rights.export.Export.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An export ends in the same state if the instance dies before or after any operation, or if one
 * operation is refused: complete with all data and nothing foreign, or absent; and nothing of it is
 * left after its week.
 */
@Tag("slow")
@Keeps({"P22", "P24"})
class ExportCrashPointsTest {
  private ExportedWorld exported;
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) throws IOException {
    exported = new ExportedWorld(directory);
    world = exported.world;
  }

  @AfterEach
  void close() {
    exported.close();
  }

  private interface Ending {
    void of(SubjectId subject) throws IOException;
  }

  private void everywhere(boolean isBefore, boolean dies, Ending ending) throws IOException {
    int at = 1;
    for (boolean came = true; came; at++) {
      SubjectId subject = exported.person("c" + isBefore + dies + at + "x");
      FailurePoint failure = new FailurePoint(at, isBefore, dies);
      ExportService failing =
          ExportedWorld.exports(world.on(Ports.watched(world.cloud, port -> failure)));
      try {
        failing.start(subject);
        for (int i = 0; i < 20 && !isComplete(subject); i++) {
          exported.deliver(failing, subject);
        }
      } catch (RuntimeException e) {
        assertThat(failure.came()).isTrue();
      }
      came = failure.came();
      if (exported.record(subject).filter(it -> it.isIn(State.COMPLETE)).isPresent()) {
        requireAllData(subject); // before anything is repaired
      }
      ending.of(subject);
      world.clock.advance(Duration.ofDays(8));
      exported.work(subject);
      exported.deliver(exported.exports(), subject);
      assertThat(exported.record(subject)).as("at %s", at).isEmpty();
      assertThat(exported.archives(subject)).as("at %s", at).isEmpty();
    }
    assertThat(at).isGreaterThan(30);
  }

  private boolean isComplete(SubjectId subject) {
    return exported.record(subject).filter(it -> it.isIn(State.COMPLETE)).isPresent();
  }

  private void completes(SubjectId subject) throws IOException {
    exported.exports().start(subject);
    exported.work(subject);
    requireAllData(subject);
  }

  private void requireAllData(SubjectId subject) throws IOException {
    Map<String, byte[]> files = exported.files(subject);
    assertThat(ExportedWorld.rows(files, "prompts")).hasSize(2);
    assertThat(ExportedWorld.rows(files, "sealedImages"))
        .extracting(it -> files.get(it.requiredString("file")))
        .contains(subject.value().getBytes(StandardCharsets.UTF_8));
    for (String other : List.of("u1", "u2")) {
      assertThat(files.values())
          .noneMatch(it -> new String(it, StandardCharsets.UTF_8).contains("\"" + other + "\""));
    }
  }

  @Test
  void exportSurvivesEveryDeathBeforeAnOperation() throws IOException {
    everywhere(true, true, this::completes);
  }

  @Test
  void exportSurvivesEveryDeathAfterAnOperation() throws IOException {
    everywhere(false, true, this::completes);
  }

  @Test
  void exportSurvivesEveryRefusedOperation() throws IOException {
    everywhere(true, false, this::completes);
  }

  @Test
  void exportSurvivesEveryLostAnswer() throws IOException {
    everywhere(false, false, this::completes);
  }

  @Test
  void cancelledExportLeavesNothingAfterAnyDeath() throws IOException {
    everywhere(
        true,
        true,
        subject -> {
          exported.exports().cancel(subject);
          exported.work(subject);
          assertThat(exported.record(subject)).isEmpty();
          assertThat(exported.archives(subject)).isEmpty();
        });
  }

  @Test
  @Keeps("P23")
  void erasureLeavesNothingOfAnExportThatDied() throws IOException {
    everywhere(
        false,
        true,
        subject -> {
          world.cloud.accounts().delete(subject);
          world.removeData(subject);
          assertThat(exported.record(subject)).isEmpty();
          assertThat(exported.archives(subject)).isEmpty();
        });
  }
}
