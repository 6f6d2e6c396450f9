package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.HoldTask;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.ItemHolds;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.retention.removal.Target;
import com.anykoma.privacy.work.DueIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a legal hold copies its item, and that the item is not removed before. */
@Keeps({"P20", "E21"})
final class HoldServiceTest {
  private static final DocumentPath IMAGE = DocumentPath.of("users", "ann", "images", "i1");
  private static final BlobId SEALED = new BlobId("content", IMAGE.value());
  private static final BlobId UPLOAD = new BlobId("uploads", IMAGE.value());

  @TempDir private Path directory;
  private World world;
  private HoldService holds;

  @BeforeEach
  void open() {
    world = new World(directory);
    holds = world.services.holds();
    world.signUp("ann");
    world.handle(world.write(IMAGE, image()));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Fields image() {
    return Fields.of(Map.of("blob", IMAGE.value()));
  }

  private Blob put(BlobId id) throws IOException {
    return world
        .cloud
        .blobs()
        .write(id, "image/png", Map.of(), OptionalLong.empty(), out -> out.write(new byte[] {1}));
  }

  /** Plaintext where only sealed objects may be, which no hold can copy. */
  private Blob damage() throws IOException {
    return put(SEALED);
  }

  private String place() {
    return holds.place(IMAGE, "case 1", world.clock.instant().plus(Duration.ofDays(365)));
  }

  private String failedHold() throws IOException {
    damage();
    assertThatThrownBy(this::place).isInstanceOf(RuntimeException.class);
    return ItemHolds.pathOf(world.hash, IMAGE).id();
  }

  private Optional<String> state(String hold) {
    return world
        .cloud
        .documents()
        .get(OwnCollections.HOLDS.document(hold))
        .flatMap(it -> it.fields().string("state"));
  }

  private RemovalOrder deleted() {
    world.handle(world.write(IMAGE, image().with("deletedAt", world.clock.instant())));
    world.clock.advance(Duration.ofDays(20));
    Document order =
        world
            .cloud
            .documents()
            .find(Query.group("purges").whereEqual("item", IMAGE.value()))
            .get(0);
    return RemovalOrder.of(order);
  }

  private List<String> copies() {
    return world.cloud.blobs().list("content", "holds/", Optional.empty(), 10).items().stream()
        .map(it -> it.id().name().replaceFirst(".*/", ""))
        .sorted()
        .toList();
  }

  @Test
  void purgeIsDelayedUntilTheHoldHasItsCopy() throws IOException {
    String hold = failedHold();
    RemovalOrder order = deleted();

    assertThatThrownBy(() -> world.retention.purge(order.id()))
        .hasMessage("a legal hold has not copied its item yet");
    assertThat(world.cloud.documents().get(IMAGE)).isPresent();
    assertThat(state(hold)).contains("placed");

    world.cloud.blobs().deleteEveryGeneration(SEALED);
    holds.process(hold);
    world.retention.purge(order.id());

    assertThat(state(hold)).contains("kept");
    assertThat(copies()).containsExactly("document");
    assertThat(world.cloud.documents().get(IMAGE)).isEmpty();
    assertThat(RemovalOrder.of(world.cloud.documents().get(order.path()).orElseThrow()).state())
        .isEqualTo(OrderState.IN_PROGRESS);
  }

  @Test
  void holdWithoutAnythingToCopyIsNeverKept() throws IOException {
    String hold = failedHold();
    world.cloud.documents().delete(List.of(IMAGE));
    world.cloud.blobs().deleteEveryGeneration(SEALED);
    world
        .services
        .removal()
        .forEachLive(
            new Target.Folder("heldCopies", "content", "holds/ann"),
            it -> world.cloud.blobs().deleteEveryGeneration(it.id()));

    assertThatThrownBy(() -> holds.process(hold)).hasMessage("a legal hold found nothing to copy");

    assertThat(state(hold)).contains("placed");
  }

  @Test
  void copiesUnsealedUploadsAndLeavesThem() throws IOException {
    Blob upload = put(UPLOAD);

    String hold = place();

    assertThat(state(hold)).contains("kept");
    assertThat(copies()).containsExactly("document", "object-0");
    assertThat(world.cloud.blobs().stat(UPLOAD)).contains(upload);
  }

  private void commanded(Map<String, String> attributes) {
    holds.handle(HoldTask.of(new Task("hold", "hold-1", attributes)));
  }

  private Map<String, String> placing() {
    return Map.of(
        "item",
        IMAGE.value(),
        "ground",
        "case 1",
        "until",
        world.clock.instant().plus(Duration.ofDays(365)).toString());
  }

  @Test
  void duplicateCommandPlacesOneHold() {
    commanded(placing());
    commanded(placing());

    assertThat(world.cloud.documents().find(Query.group("holds"))).hasSize(1);
    assertThat(copies()).containsExactly("document");
  }

  @Test
  void holdWithALostTaskIsDispatchedAgain() throws IOException {
    String hold = failedHold();
    world.cloud.blobs().deleteEveryGeneration(SEALED);
    world.loseTasks();
    world.clock.advance(DueIndex.LEASE);

    assertThat(world.sweep()).isEqualTo(1);
    world.runTasks();

    assertThat(state(hold)).contains("kept");
  }

  @Test
  void endsByItselfAndLaterTasksChangeNothing() {
    String hold = place();
    world.clock.advance(Duration.ofDays(365));

    holds.process(hold);

    assertThat(state(hold)).contains("released");
    assertThat(copies()).isEmpty();
    Map<DocumentPath, Fields> before = world.allDocuments();
    commanded(Map.of("order", hold));
    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  void isNotReleasedWhileItsCopyRemains() {
    String hold = place();
    HoldService misled =
        world
            .on(
                Ports.of(world.cloud)
                    .with(
                        InterceptedPorts.answerFirst(
                            Blobs.class,
                            world.cloud.blobs(),
                            "listGenerations",
                            new Page<Blob>(List.of(), Optional.empty()))))
            .holds();

    assertThatThrownBy(() -> misled.release(hold))
        .hasMessage("a held copy exists again after its deletion");
    assertThat(state(hold)).contains("kept");

    assertThat(misled.release(hold)).isTrue();
    assertThat(state(hold)).contains("released");
    assertThat(copies()).isEmpty();
  }

  @Test
  void nextReleaseCompletesAFailedOne() {
    String hold = place();
    HoldService refused =
        world
            .on(
                Ports.of(world.cloud)
                    .with(InterceptedPorts.failFirst(Blobs.class, world.cloud.blobs(), "delete")))
            .holds();

    assertThatThrownBy(() -> refused.release(hold)).hasMessage("refused delete");
    assertThat(state(hold)).contains("kept");

    assertThat(refused.release(hold)).isTrue();
    assertThat(state(hold)).contains("released");
  }

  @Test
  void refusesInvalidCommandsAndUnknownHolds() {
    assertThatThrownBy(() -> commanded(Map.of())).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> commanded(Map.of("release", "none")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessage("there is no hold with this id");
    assertThat(holds.release("none")).isFalse();
  }
}
