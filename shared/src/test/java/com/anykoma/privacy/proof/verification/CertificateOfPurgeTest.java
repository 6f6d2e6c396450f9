package com.anykoma.privacy.proof.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.DiscrepanciesFound;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.proof.certificate.Finding;
import com.anykoma.privacy.proof.certificate.Status;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the verification of purges and the findings of purge certificates. */
@Keeps({"P20", "P23", "E20"})
@Tag("slow")
final class CertificateOfPurgeTest {
  private static final String ITEM = "users/u1/images/i1";
  private static final DataMap MAP = FixtureProduct.MAP;

  @TempDir private Path directory;
  private World world;
  private RemovalOrder order;

  @BeforeEach
  void purge() {
    world = Person.populated(directory);
    order = purged(ITEM);
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** Deletes the item as its owner, and purges it up to its verification. */
  private RemovalOrder purged(String item) {
    DocumentPath path = new DocumentPath(item);
    world.handle(world.write(path, Fields.empty().with("deletedAt", world.clock.instant())));
    RemovalOrder deleted =
        world
            .cloud
            .documents()
            .find(Query.in(new CollectionPath("purges")).whereEqual("item", item))
            .stream()
            .map(RemovalOrder::of)
            .findFirst()
            .orElseThrow();
    world.clock.set(deleted.restorableUntil());
    world.retention.purge(deleted.id());
    return world.reload(deleted);
  }

  /** Remaining data of the item. */
  private record OfItem(String name, String place, Consumer<World> plant, Consumer<World> clear) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Stream<OfItem> residue() {
    List<OfItem> all = new ArrayList<>();
    all.add(document("unlisted", ITEM + "/versions/v1", Fields.empty().with("what", "left")));
    all.add(document("unlisted", ITEM + "/a/missing/b/there", Fields.empty().with("what", "left")));
    all.add(document("items", "subjects/u1/items/left", Fields.empty().with("item", ITEM)));
    all.add(document("seals", "subjects/u1/seals/left", Fields.empty().with("item", ITEM)));
    for (String each : List.of("corpus", "reviews", "safetyReviews", "breakGlass")) {
      all.add(document(each, each + "/left", Fields.empty().with("content", ITEM)));
    }
    for (String bucket : List.of("uploads", "content", "evidence", "exports", "releases")) {
      for (String name : List.of(ITEM, ITEM + "/thumbnail", ITEM + "/a/b")) {
        all.add(object(bucket, name, false));
        all.add(object(bucket, name, true));
      }
    }
    return all.stream();
  }

  private static OfItem document(String place, String path, Fields fields) {
    return new OfItem(path, place, world -> world.put(path, fields), world -> world.remove(path));
  }

  private static OfItem object(String bucket, String name, boolean isNoncurrent) {
    BlobId id = new BlobId(bucket, name);
    return new OfItem(
        (isNoncurrent ? "noncurrent " : "") + bucket + ":" + name,
        MAP.locationOf(id).map(Location::name).orElse("unlisted"),
        world -> {
          world.putBlob(bucket, name);
          if (isNoncurrent) {
            world.putBlob(bucket, name);
            Blob live = world.cloud.blobs().stat(id).orElseThrow();
            world.cloud.blobs().delete(live);
          }
        },
        world -> world.cloud.blobs().deleteEveryGeneration(id));
  }

  @ParameterizedTest
  @MethodSource("residue")
  void remainingDataOfAnItemAreADiscrepancyUntilDeleted(OfItem residue) {
    residue.plant().accept(world);

    assertDiscrepancyIn(residue.place());

    residue.clear().accept(world);
    assertIsCertified();
  }

  private void assertDiscrepancyIn(String place) {
    try (Alarms alarms = new Alarms()) {
      world.certify(order);
      assertThat(alarms.messages())
          .containsExactly(
              "alarm: verification found remaining data order=" + order.id() + " in=" + place);
    }
    assertThat(world.certificateOf(order)).isEmpty();

    DiscrepanciesFound report = world.reportedDiscrepancies(Topic.PURGE).orElseThrow();
    world.retention.handle(report);

    assertThat(report).isEqualTo(new DiscrepanciesFound(order.id(), List.of(place)));
    RemovalOrder reported = world.reload(order);
    assertThat(reported.state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(reported.discrepancies()).containsExactly(place);
    assertThat(reported.nextAttemptAt().orElseThrow()).isAfter(world.clock.instant());
    world.clock.set(reported.nextAttemptAt().orElseThrow());
  }

  private Certificate assertIsCertified() {
    world.retention.purge(order.id());
    world.certify(order);
    Certificate certificate = world.certificateOf(order).orElseThrow();
    world.retention.purge(order.id());
    assertThat(world.reload(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.reload(order).discrepancies()).isEmpty();
    return certificate;
  }

  @Test
  void undeletedItemIsADiscrepancy() {
    world.put(ITEM, Fields.empty().with("title", "fox"));
    Document there = world.cloud.documents().get(new DocumentPath(ITEM)).orElseThrow();
    world.put(order.path().value(), order.with("createdAt", there.createTime()).fields());

    assertDiscrepancyIn("images");

    world.remove(ITEM);
    assertIsCertified();
  }

  @Test
  void everyLocationOfAnItemIsGone() {
    Certificate certificate = assertIsCertified();

    assertThat(certificate.kind()).isEqualTo(Certificate.Kind.PURGE);
    assertThat(certificate.locations())
        .containsExactlyInAnyOrder(
            Finding.gone("images"),
            Finding.gone("items"),
            Finding.gone("seals"),
            Finding.gone("corpus"),
            Finding.gone("reviews"),
            Finding.gone("safetyReviews"),
            Finding.gone("breakGlass"),
            Finding.gone("uploadedImages"),
            Finding.gone("sealedImages"));
  }

  @Test
  void copiesOfAnItemStayReadable() {
    Certificate certificate = assertIsCertified();

    assertThat(certificate.copies())
        .extracting(Finding::place)
        .contains("main", "logs", "google")
        .doesNotContain("auth", "stripe", "keys", "kek");
    assertThat(certificate.copies()).noneMatch(it -> it.status() == Status.UNREADABLE);
  }

  @Test
  void recreatedItemIsRetained() {
    world.put(ITEM, Fields.empty().with("title", "another fox"));
    world.put(ITEM + "/versions/v1", Fields.empty().with("what", "of the new one"));
    world.putBlob("uploads", ITEM);

    Certificate certificate = assertIsCertified();

    assertThat(certificate.locations())
        .containsExactly(
            Finding.retained(
                "images", Optional.empty(), "a new item was created under the same name"));
    assertThat(world.cloud.documents().get(new DocumentPath(ITEM))).isPresent();
  }

  @Test
  void itemReferredToByOthersIsRetained() {
    world.put("users/u1/images/i2", Fields.empty().with("title", "shared"));
    List<String> counted =
        List.of("users/u1/images/i2", "users/u1/prompts/p1", "users/u1/stories/gone");
    world.put(order.path().value(), order.with("counted", counted).fields());

    world.certify(order);

    assertThat(world.certificateOf(order).orElseThrow().locations())
        .contains(
            Finding.retained("images", Optional.empty(), "other items refer to it as well"),
            Finding.retained("prompts", Optional.empty(), "other items refer to it as well"),
            Finding.gone("items"))
        .noneMatch(it -> it.place().equals("stories"));
  }

  @Test
  @Keeps("E23")
  void itemsWithSimilarNamesAreIgnored() {
    for (String each :
        List.of("users/u1/images/i10", "users/u1/images/i1-x", "users/u1/images/I1")) {
      world.put(each, Fields.empty().with("title", "fox"));
      world.put(each + "/versions/v1", Fields.empty().with("what", "a neighbour's"));
      world.put("corpus/" + each.replace('/', '-'), Fields.empty().with("content", each));
      world.putBlob("uploads", each);
      world.putBlob("content", each + "/thumbnail");
    }
    world.put("subjects/u1/items/n", Fields.empty().with("item", "images/i10"));
    world.put("subjects/u10/items/n", Fields.empty().with("item", ITEM));
    world.put("subjects/u1/items/m", Fields.empty().with("item", "characters/i1"));

    assertIsCertified();
  }

  @Test
  void certifiedPurgeOrderHasNoIdentifiers() {
    assertIsCertified();

    Fields done = world.reload(order).fields();
    assertThat(done.has("uid") || done.has("item") || done.has("createdAt")).isFalse();
    assertThat(world.fileOf(order, 0)).isPresent();
  }
}
