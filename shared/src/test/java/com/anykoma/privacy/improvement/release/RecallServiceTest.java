package com.anykoma.privacy.improvement.release;

import static com.anykoma.privacy.improvement.release.ReleasedWorld.ANN;
import static com.anykoma.privacy.improvement.release.ReleasedWorld.BEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.usage.training.CorpusEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallServiceTest {
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

  private String copy(String prompt) {
    return released.entry(ANN, prompt).released().get(0);
  }

  @Test
  @Keeps({"P6", "P25"})
  void withdrawalDeletesReleasedCopiesAndAppendsSignedRecalls() {
    assertThat(released.release()).isEqualTo(1);
    assertThat(released.release()).isEqualTo(2);
    List<String> copies = released.entry(ANN, "p1").released();
    assertThat(copies).hasSize(2);

    released.object();
    released.work();

    for (String each : copies) {
      assertThat(released.objects("items/" + each)).isEmpty();
      Recall recall =
          Recall.verified(
              released.file(ReleaseLayout.recall(each)), released.keys(), world.clock.instant());
      assertThat(recall.copy()).isEqualTo(each);
    }
    assertThat(released.objects("items/")).hasSize(4);
    assertThat(released.objects("recalls/")).hasSize(4);
    assertThat(released.entry(ANN, "p1").needsRecall()).isFalse();
    assertThat(released.entry(ANN, "p1").copyId()).isEmpty();
  }

  @Test
  @Keeps({"P6", "P20", "P23"})
  void erasureRecallsBeforeItDeletesTheOnlyLink() {
    released.release();
    List<String> copies = List.of(copy("p1"), copy("p2"));

    world.erasures.begin(ANN, "requested");
    RemovalOrder order = world.order(ANN);
    assertThatThrownBy(() -> world.erasureExecution.erase(order.id()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not recalled yet");
    assertThat(released.entries()).filteredOn(it -> it.owner().equals(ANN)).hasSize(2);
    assertThat(world.reload(order).remaining()).contains("corpus");

    world.loseTasks();
    released.work();
    world.certify(world.runAgain(order));
    world.erasureExecution.erase(order.id());

    assertThat(world.reload(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(released.entries()).extracting(CorpusEntry::owner).containsOnly(BEN);
    assertThat(released.objects("items/")).hasSize(2);
    assertThat(world.certificateOf(order).orElseThrow().recalled())
        .containsExactlyInAnyOrderElementsOf(copies);
  }

  @Test
  @Keeps({"P6", "P20"})
  void purgeRecallsTheItemAndCertifiesIt() {
    released.release();
    String copy = copy("p1");

    world.markDeleted("users/u1/prompts/p1");
    released.work();
    RemovalOrder order = world.purge(world.purgesOf("users/u1/prompts/p1").get(0));

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(order.recalled()).containsExactly(copy);
    assertThat(world.certificateOf(order).orElseThrow().recalled()).containsExactly(copy);
    assertThat(released.objects("items/")).hasSize(3);
  }

  @Test
  @Keeps({"P6", "P20", "P23"})
  void verifierFindsARecalledCopyThatRemainsOrHasNoRecall() {
    released.release();
    String copy = copy("p1");
    released.object();
    released.work();
    world.erasures.begin(ANN, "requested");
    world.loseTasks();
    RemovalOrder order = world.order(ANN);
    world.erasureExecution.erase(order.id());
    world.loseTasks();

    world.putBlob("releases", ReleaseLayout.image(copy));
    world.certify(world.reload(order));
    assertThat(world.reportedDiscrepancies(Topic.ERASE).orElseThrow().discrepancies())
        .containsExactly("releaseItems");
    world.clock.advance(Duration.ofMinutes(1));
    world.loseTasks();

    world.cloud.blobs().deleteEveryGeneration(new BlobId("releases", ReleaseLayout.image(copy)));
    world.cloud.blobs().deleteEveryGeneration(new BlobId("releases", ReleaseLayout.recall(copy)));
    world.certify(world.reload(order));
    assertThat(world.reportedDiscrepancies(Topic.ERASE).orElseThrow().discrepancies())
        .containsExactly("recalls");
    assertThat(world.certificateOf(order)).isEmpty();
  }
}
