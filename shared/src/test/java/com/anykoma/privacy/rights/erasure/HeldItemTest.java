package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.retention.removal.Breaker;
import com.anykoma.privacy.retention.removal.BreakerLimits;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.ItemHolds;
import com.anykoma.privacy.retention.removal.Order;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.RetentionService;
import com.anykoma.privacy.retention.removal.Target;
import com.anykoma.privacy.retention.removal.Targets;
import com.anykoma.privacy.usage.training.World;
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

/** An item under a legal hold is not purged before the hold has its copy. */
@Keeps({"P20", "E21"})
final class HeldItemTest {
  private static final DocumentPath IMAGE = DocumentPath.of("users", "ann", "images", "i1");
  private static final BlobId SEALED = new BlobId("content", IMAGE.value());
  private static final BlobId UPLOAD = new BlobId("uploads", IMAGE.value());

  @TempDir private Path directory;
  private World world;
  private HoldService holds;
  private RetentionService retention;

  @BeforeEach
  void open() {
    world = new World(directory);
    holds = world.holds();
    retention =
        new RetentionService(
            world.cloud.documents(),
            world.subjects,
            world.hash,
            new Targets(world.dataMap),
            new Removal(world.cloud.documents(), world.cloud.blobs(), world.dataMap),
            new Breaker(world.cloud.documents(), world.audit, BreakerLimits.shipped(), world.clock),
            new Certificates(world.cloud.blobs(), world.cloud.tasks(), world.clock),
            world.cloud.tasks(),
            world.clock);
    world.signUp("ann");
    world.written(world.write(IMAGE, image()));
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

  /** Plaintext where only sealed objects are: no hold can copy it. */
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

  private Order deleted() {
    world.written(world.write(IMAGE, image().with("deletedAt", world.clock.instant())));
    world.clock.advance(Duration.ofDays(20));
    Document order =
        world
            .cloud
            .documents()
            .find(Query.group("purges").whereEqual("item", IMAGE.value()))
            .get(0);
    return Order.of(order);
  }

  private List<String> copies() {
    return world.cloud.blobs().list("content", "holds/", Optional.empty(), 10).items().stream()
        .map(it -> it.id().name().replaceFirst(".*/", ""))
        .sorted()
        .toList();
  }

  @Test
  void aPurgeWaitsForAHoldWhoseCopyFailedAndGoesOnWhenItIsThere() throws IOException {
    String hold = failedHold();
    Order order = deleted();

    assertThatThrownBy(() -> retention.purge(order.id()))
        .hasMessage("a legal hold has yet to keep its copy");
    assertThat(world.cloud.documents().get(IMAGE)).isPresent();
    assertThat(state(hold)).contains("placed");

    world.cloud.blobs().deleteEveryGeneration(SEALED);
    holds.carryOn(hold);
    retention.purge(order.id());

    assertThat(state(hold)).contains("kept");
    assertThat(copies()).containsExactly("document");
    assertThat(world.cloud.documents().get(IMAGE)).isEmpty();
    assertThat(Order.of(world.cloud.documents().get(order.path()).orElseThrow()).state())
        .isEqualTo(OrderState.IN_PROGRESS);
  }

  @Test
  void aHoldThatFindsNothingToCopyNeverSaysThatItIsKept() throws IOException {
    String hold = failedHold();
    world.cloud.documents().delete(List.of(IMAGE));
    world.cloud.blobs().deleteEveryGeneration(SEALED);
    new Removal(world.cloud.documents(), world.cloud.blobs(), world.dataMap)
        .forEachLive(
            new Target.Folder("heldCopies", "content", "holds/ann"),
            it -> world.cloud.blobs().deleteEveryGeneration(it.id()));

    assertThatThrownBy(() -> holds.carryOn(hold)).hasMessage("a legal hold found nothing to copy");

    assertThat(state(hold)).contains("placed");
  }

  @Test
  void anUploadThatIsNotSealedYetIsCopiedTooAndStays() throws IOException {
    Blob upload = put(UPLOAD);

    String hold = place();

    assertThat(state(hold)).contains("kept");
    assertThat(copies()).containsExactly("document", "object-0");
    assertThat(world.cloud.blobs().stat(UPLOAD)).contains(upload);
  }
}
