package com.anykoma.privacy.improvement.release;

import static com.anykoma.privacy.improvement.release.ReleasedWorld.ANN;
import static com.anykoma.privacy.improvement.release.ReleasedWorld.BEN;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import com.anykoma.privacy.protection.vault.FailurePoint;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recall ends in the same state if the instance dies before or after any operation, or if one
 * operation is refused. An order never deletes the entry of a copy that is not recalled.
 */
@Keeps({"P6", "P20", "P25"})
class RecallCrashPointsTest {
  private ReleasedWorld released;
  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    released = new ReleasedWorld(directory);
    world = released.world;
  }

  @AfterEach
  void close() {
    released.close();
  }

  private interface Work {
    void on(Services services);
  }

  /** Runs the work with a failure at each point, then what the sweep would run afterwards. */
  private void everywhere(Work work) {
    for (boolean isBefore : new boolean[] {true, false}) {
      for (boolean dies : new boolean[] {true, false}) {
        boolean came = true;
        for (int at = 1; came; at++) {
          SubjectId cleo = person("c" + isBefore + dies + at);
          released.release();
          Set<String> copies =
              released.entry(cleo, "p1").released().stream().collect(Collectors.toSet());
          FailurePoint failure = new FailurePoint(at, isBefore, dies);
          Services failing = released.on(Ports.watched(world.cloud, port -> failure));
          world.markDeleted("users/" + cleo.value() + "/prompts/p1");
          try {
            work.on(failing);
          } catch (RuntimeException e) {
            assertThat(failure.came()).isTrue();
          }
          came = failure.came();
          released.work();

          CorpusEntry entry = released.entry(cleo, "p1");
          assertThat(entry.needsRecall()).as("at %s", at).isFalse();
          assertThat(copies).isNotEmpty().noneMatch(world.services.releaseStore()::hasCopy);
          for (String each : copies) {
            assertThat(released.objects(ReleaseLayout.recall(each))).hasSize(1);
          }
        }
      }
    }
  }

  private SubjectId person(String uid) {
    SubjectId subject = world.signUp(uid);
    world.createPrompt(subject, "p1");
    return subject;
  }

  @Test
  void recallSurvivesEveryFailure() {
    everywhere(
        services ->
            released.entries().stream()
                .filter(CorpusEntry::needsRecall)
                .filter(it -> !it.isAdmitted())
                .forEach(it -> services.corpusEntryWork().handle(new Due(it.path().id()))));
  }

  @Test
  void repeatedRecallKeepsTheFirstStatement() {
    released.release();
    String recall = ReleaseLayout.recall(released.entry(ANN, "p1").released().get(0));
    released.object();
    CorpusEntry before = released.entry(ANN, "p1");
    released.work();
    byte[] first = released.file(recall);

    world.advanceDays(1);
    new RecallService(
            world.subjects,
            world.services.releaseStore(),
            world.services.signing()::signer,
            world.clock)
        .recall(before);

    assertThat(released.file(recall)).isEqualTo(first);
  }

  @Test
  @Keeps("P23")
  void lostWithdrawTaskIsRepairedFromState() {
    released.release();
    List<String> copies = released.entry(ANN, "p1").released();
    world.writeAccount(ANN, Fields.of(Map.of("objection", true)));
    world.loseTasks();

    world.services.repair().handle(new RepairSubject(ANN, "run"));
    released.work();

    assertThat(copies).isNotEmpty().noneMatch(world.services.releaseStore()::hasCopy);
    assertThat(released.entry(BEN, "p1").released())
        .allMatch(world.services.releaseStore()::hasCopy);
  }
}
