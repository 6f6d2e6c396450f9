package com.anykoma.privacy.retention.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.census.Census;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.TaskPayload.RepairObject;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.protection.vault.UploadService.UploadResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that objects made from an original, such as thumbnails, are sealed under its owner and go
 * with their original, and that no other item's objects do.
 */
@Keeps({"P10", "P19", "P20", "P23"})
final class DerivedObjectsTest {
  private static final String IMAGES = "users/ann/images/";
  private static final String DERIVED =
      """
          kind: blob
          derived:
            - "{imageId}_{width}x{height}"
            - "thumbs/{name.png}_{width}x{height}.webp"
            - "thumbs/{name.jpg}_{width}x{height}.webp"
            - "thumbs/{imageId}_{width}x{height}"
      """;

  @TempDir private Path directory;
  private World world;
  private SubjectId ann;

  @BeforeEach
  void open() {
    world =
        World.withMap(
            directory,
            shipped ->
                shipped
                    .replace("  uploadedImages:\n    kind: blob\n", "  uploadedImages:\n" + DERIVED)
                    .replace("  sealedImages:\n    kind: blob\n", "  sealedImages:\n" + DERIVED));
    ann = world.signUp("ann");
    world.runTasks();
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void create(String... images) {
    for (String each : images) {
      world.handle(world.write(new DocumentPath(IMAGES + each), Fields.empty().with("title", "x")));
      seal(each);
    }
    world.runTasks();
  }

  private Blob upload(String name) {
    try {
      return world
          .cloud
          .blobs()
          .write(
              new BlobId("uploads", IMAGES + name),
              "image/webp",
              Map.of("resizedImage", "true"),
              OptionalLong.empty(),
              out -> out.write(new byte[] {1, 2, 3}));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private UploadResult seal(String... names) {
    UploadResult result = UploadResult.SUPERSEDED;
    for (String each : names) {
      try {
        result = world.services.uploads().sealUpload(upload(each));
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
    return result;
  }

  private boolean isThere(String name) {
    return world.cloud.blobs().stat(new BlobId("content", IMAGES + name)).isPresent();
  }

  private RemovalOrder purge(String image) {
    world.markDeleted(IMAGES + image);
    return world.purge(world.purgesOf(IMAGES + image).get(0));
  }

  private Optional<Status> certified(RemovalOrder order, String place) {
    return world.certificateOf(order).orElseThrow().locations().stream()
        .filter(each -> each.place().equals(place))
        .map(Finding::status)
        .findFirst();
  }

  private List<RemovalOrder> openOrders(String item) {
    return world.purgesOf(IMAGES + item).stream().filter(RemovalOrder::isOpen).toList();
  }

  @Test
  void uploadedThumbnailIsSealedUnderTheOwnerOfItsOriginal() throws Exception {
    create("a.png");

    assertThat(seal("thumbs/a_200x200.webp")).isEqualTo(UploadResult.SEALED);

    assertThat(world.cloud.blobs().list("uploads", "", Optional.empty(), 9).items()).isEmpty();
    assertThat(openOrders("a.png")).isEmpty();
    assertThat(world.services.contentAccess().blob(ann, "images", "thumbs/a_200x200.webp"))
        .isPresent();
    assertThat(world.services.contentAccess().blob(new SubjectId("bob"), "images", "a_200x200"))
        .isEmpty();
  }

  @Test
  void duplicateUploadEventHasOneEffect() throws Exception {
    create("a");
    Blob upload = upload("a_200x200");
    world.services.uploads().sealUpload(upload);
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThat(world.services.uploads().sealUpload(upload)).isEqualTo(UploadResult.SEALED);

    assertThat(world.allDocuments()).isEqualTo(before);
    assertThat(isThere("a_200x200")).isTrue();
  }

  @Test
  void sweepSealsThumbnailWhoseEventWasLost() {
    create("a.png");
    upload("thumbs/a_200x200.webp");
    world.clock.advance(Duration.ofHours(1));

    world.services.staging().sweep(world.clock.instant().plusSeconds(60));

    assertThat(isThere("thumbs/a_200x200.webp")).isTrue();
  }

  @Test
  void purgeRemovesThumbnailsWithTheirOriginalAndNoOthers() {
    world.keepGenerations();
    create("a", "a_b", "ab");
    seal("a_200x200", "a_200x200", "thumbs/a_400x400", "a_b_200x200", "ab_200x200");

    RemovalOrder order = purge("a");

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(certified(order, "sealedImages")).contains(Status.GONE);
    assertThat(
            world
                .cloud
                .blobs()
                .listGenerations("content", IMAGES + "a", Optional.empty(), 100)
                .items())
        .extracting(each -> each.id().name().substring(IMAGES.length()))
        .containsOnly("a_b", "a_b_200x200", "ab", "ab_200x200");
    assertThat(isThere("thumbs/a_400x400")).isFalse();
    assertThat(world.allDocuments().keySet().stream().filter(it -> it.value().contains("/seals/")))
        .hasSize(4);
  }

  @Test
  void thumbnailOfDeletedItemIsHiddenAtOnce() {
    create("a.png");
    seal("thumbs/a_200x200.webp");

    world.markDeleted(IMAGES + "a.png");

    assertThat(world.services.contentAccess().blob(ann, "images", "thumbs/a_200x200.webp"))
        .isEmpty();
  }

  @Test
  void itemWhoseIdLooksLikeAThumbnailStays() {
    create("a", "a_200x200");

    RemovalOrder order = purge("a");

    assertThat(isThere("a_200x200")).isTrue();
    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(certified(order, "sealedImages")).contains(Status.RETAINED);
    assertThat(purge("a_200x200").state()).isEqualTo(OrderState.FULFILLED);
    assertThat(isThere("a_200x200")).isFalse();
  }

  @Test
  void deletedItemThatCanBeRestoredKeepsAnObjectThatFitsBoth() {
    create("a", "a_200x200");
    world.markDeleted(IMAGES + "a");
    world.clock.set(world.purgesOf(IMAGES + "a").get(0).restorableUntil());
    world.handle(world.delete(new DocumentPath(IMAGES + "a_200x200")));

    world.purge(world.purgesOf(IMAGES + "a").get(0));

    assertThat(isThere("a_200x200")).isTrue();
  }

  @Test
  void thumbnailThatFitsTwoOriginalsGoesWithTheLast() {
    create("a.png", "a.jpg");
    seal("thumbs/a_200x200.webp");

    purge("a.png");
    assertThat(isThere("thumbs/a_200x200.webp")).isTrue();

    purge("a.jpg");
    assertThat(isThere("thumbs/a_200x200.webp")).isFalse();
  }

  @Test
  void itemNamedLikeTheFolderOfThumbnailsTakesNone() {
    create("a.png", "thumbs");
    seal("thumbs/a_200x200.webp");

    RemovalOrder order = purge("thumbs");

    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(isThere("thumbs/a_200x200.webp")).isTrue();
    assertThat(isThere("thumbs")).isFalse();
  }

  @Test
  void erasureRemovesAllThumbnails() {
    create("a.png");
    SubjectId bob = world.signUp("ann_2");
    world.putBlob("content", "users/ann_2/images/thumbs/a_200x200.webp");
    seal("thumbs/a_200x200.webp");
    upload("thumbs/a_400x400.webp");
    world.putBlob("content", IMAGES + "thumbs/gone_200x200.webp");

    assertThat(world.erase(ann).state()).isEqualTo(OrderState.FULFILLED);

    for (String bucket : List.of("uploads", "content")) {
      assertThat(world.cloud.blobs().list(bucket, "users/ann/", Optional.empty(), 9).items())
          .isEmpty();
    }
    assertThat(
            world
                .cloud
                .blobs()
                .stat(
                    new BlobId(
                        "content", "users/" + bob.value() + "/images/thumbs/a_200x200.webp")))
        .isPresent();
  }

  @Test
  void shortListingLeavesTheOrderOpenUntilThumbnailsAreGone() {
    create("a.png");
    seal("thumbs/a_200x200.webp");
    world.markDeleted(IMAGES + "a.png");
    RemovalOrder order = world.purgesOf(IMAGES + "a.png").get(0);
    world.clock.set(order.restorableUntil());
    Blobs blobs = world.cloud.blobs();
    Blobs empty =
        InterceptedPorts.wrap(
            Blobs.class,
            blobs,
            new InterceptedPorts.Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return operation.equals("listGenerations")
                    ? new Page<Blob>(List.of(), Optional.empty())
                    : answer;
              }
            });

    world.on(Ports.of(world.cloud).with(empty)).retention().purge(order.id());
    world.certify(order);

    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(world.reportedDiscrepancies(Topic.PURGE).orElseThrow().discrepancies())
        .contains("sealedImages");
    assertThat(world.purge(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(isThere("thumbs/a_200x200.webp")).isFalse();
  }

  @Test
  void refusedDeletionOfThumbnailsIsRetried() {
    create("a.png");
    seal("thumbs/a_200x200.webp");
    world.markDeleted(IMAGES + "a.png");
    RemovalOrder order = world.purgesOf(IMAGES + "a.png").get(0);
    world.clock.set(order.restorableUntil());
    Blobs refusing = InterceptedPorts.failFirst(Blobs.class, world.cloud.blobs(), "delete");

    assertThatThrownBy(
            () -> world.on(Ports.of(world.cloud).with(refusing)).retention().purge(order.id()))
        .isInstanceOf(RuntimeException.class);
    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);

    assertThat(world.purge(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(isThere("thumbs/a_200x200.webp")).isFalse();
  }

  @Test
  void thumbnailMadeAfterThePurgeIsPurgedAsAnOrphan() {
    create("a.png");
    purge("a.png");

    seal("thumbs/a_200x200.webp");
    RemovalOrder orphan = openOrders("a.png").get(0);

    assertThat(world.purge(orphan).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(isThere("thumbs/a_200x200.webp")).isFalse();
  }

  @Test
  void repairFindsThumbnailWhoseOriginalIsGoneAndNoOther() {
    create("b.png");
    world.putBlob("content", IMAGES + "thumbs/a_200x200.webp");
    world.putBlob("content", IMAGES + "thumbs/b_200x200.webp");

    for (String each : List.of("thumbs/a_200x200.webp", "thumbs/b_200x200.webp")) {
      world.services.repair().handle(new RepairObject(IMAGES + each));
      world.services.repair().handle(new RepairObject(IMAGES + each));
    }

    assertThat(openOrders("a.png")).hasSize(1);
    assertThat(openOrders("b.png")).isEmpty();
    world.purge(openOrders("a.png").get(0));
    assertThat(isThere("thumbs/a_200x200.webp")).isFalse();
    assertThat(isThere("thumbs/b_200x200.webp")).isTrue();
  }

  @Test
  void orphanIsKeptIfItsOriginalIsWrittenLater() {
    seal("a_200x200");
    RemovalOrder orphan = openOrders("a").get(0);
    create("a");

    assertThat(world.purge(orphan).state()).isEqualTo(OrderState.REVOKED);
    assertThat(isThere("a_200x200")).isTrue();
  }

  @Test
  void censusKnowsThumbnails() {
    create("a.png");
    seal("thumbs/a_200x200.webp");
    world.putBlob("content", IMAGES + "other/a_200x200.webp");

    Census census = world.services.attest().take(Long.MAX_VALUE);

    assertThat(census.unlistedBlobs()).isEqualTo(Map.of("content", 1L));
  }

  @Test
  void legalHoldCopiesThumbnails() {
    create("a.png");
    seal("thumbs/a_200x200.webp");

    world
        .services
        .holds()
        .place(
            new DocumentPath(IMAGES + "a.png"),
            "court order",
            world.clock.instant().plus(Duration.ofDays(30)));
    world.runTasks();

    assertThat(world.cloud.blobs().list("content", "holds/ann/", Optional.empty(), 9).items())
        .hasSize(3);
  }
}
