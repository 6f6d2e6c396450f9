package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.ReplayTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.SqliteTasks;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.work.DueIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that exactly the erased subjects of a restored backup are erased again. */
@Keeps({"P20", "P23", "E18"})
final class ReplayServiceTest {
  private static final SubjectId ANN = new SubjectId("ann");
  private static final SubjectId BEN = new SubjectId("ben");

  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void open() {
    world = new World(directory);
    for (SubjectId each : List.of(ANN, BEN, new SubjectId("cleo"))) {
      world.signUp(each.value());
    }
    world.runTasks();
    for (SubjectId each : List.of(ANN, BEN)) {
      world.cloud.accounts().delete(each);
      assertThat(world.erase(each).state()).isEqualTo(OrderState.FULFILLED);
    }
    world.loseTasks();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Simulates a restored main database: without tombstone and fence. */
  private void simulateRestore(SubjectId subject) {
    world.cloud.documents().delete(world.subjects.fence(subject).subList(0, 1));
    world.remove("fences/" + SubjectHash.fence(subject));
    world.put("users/" + subject.value(), Fields.empty().with("gpc", true));
  }

  private boolean isErased(SubjectId subject) {
    return world.subjects.erased(subject) && !world.isThere("users/" + subject.value());
  }

  @Test
  @Keeps("E18")
  void subjectOfARestoredDatabaseIsFencedAgain() {
    simulateRestore(ANN);

    world.services.replay().replayAll("replay-1");

    assertThat(world.at("fences/" + SubjectHash.fence(ANN)))
        .contains(Fields.empty().with("raisedAt", world.clock.instant()));
  }

  @Test
  void replayingTwiceErasesOnce() {
    simulateRestore(ANN);

    ReplayService.Replayed first = world.services.replay().replayAll("replay-1");
    world.runTasks();
    ReplayService.Replayed second = world.services.replay().replayAll("replay-2");

    assertThat(first.subjects()).isEqualTo(1);
    assertThat(second).isEqualTo(new ReplayService.Replayed(0, 0));
    assertThat(isErased(ANN)).isTrue();
    assertThat(world.isThere("users/cleo")).isTrue();
  }

  @Test
  void failedSubjectGetsATaskOfItsOwn() {
    simulateRestore(ANN);
    simulateRestore(BEN);
    ReplayService refused =
        world
            .on(
                Ports.of(world.cloud)
                    .with(
                        InterceptedPorts.failFirst(
                            Documents.class, world.cloud.documents(), "transact")))
            .replay();

    refused.replayAll("replay-1");
    List<SqliteTasks.Delivery> all = world.cloud.tasks().lease(100, Duration.ofMinutes(1));
    all.forEach(each -> world.cloud.tasks().settle(each.message()));
    List<Task> own =
        all.stream()
            .map(SqliteTasks.Delivery::task)
            .filter(it -> it.topic().equals(Topic.REPLAY_TOMBSTONES.storedName()))
            .toList();
    own.forEach(it -> refused.handle(ReplayTask.of(it)));
    world.clock.advance(DueIndex.LEASE);
    world.sweep();
    world.runTasks();

    assertThat(own).hasSize(1);
    assertThat(isErased(ANN) && isErased(BEN)).isTrue();
  }

  @Test
  void nextReplayFindsSubjectsMissedByAListing() {
    simulateRestore(ANN);
    ReplayService misled =
        world
            .on(
                Ports.of(world.cloud)
                    .with(
                        InterceptedPorts.answerFirst(
                            Documents.class,
                            world.cloud.documents(),
                            "ids",
                            new Page<String>(List.of(), Optional.empty()))))
            .replay();

    assertThat(misled.replayAll("replay-1").subjects()).isZero();
    assertThat(misled.replayAll("replay-2").subjects()).isEqualTo(1);
  }
}
