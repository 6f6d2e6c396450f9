package com.anykoma.privacy.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that images whose document was deleted or never written are removed. */
@Keeps({"P20", "E10", "E11"})
@ParameterizedClass(name = "everything is delivered twice: {0}")
@ValueSource(booleans = {false, true})
@Tag("slow")
final class LateUploadTest {
  private static final Duration GRACE = Duration.ofHours(24);
  private static final Duration RESTORABLE = Duration.ofDays(7);
  private static final byte[] IMAGE = {1, 2, 3, 4, 5};
  private static final String DOCUMENT = "users/zoe/images/i1";
  private static final Fields FIELDS = Fields.empty().with("title", "fox");

  @TempDir private Path directory;

  @Parameter private boolean isDeliveredTwice;
  private Stack stack;
  private SubjectId zoe;

  @BeforeEach
  void open() {
    stack = new Stack(directory);
    if (isDeliveredTwice) {
      stack.cloud.tasks().deliverEverythingTwice();
    }
    zoe = stack.signUp("zoe");
    stack.settle();
  }

  @AfterEach
  void close() {
    stack.close();
  }

  private void upload() throws IOException {
    stack.upload(zoe, "i1", "image/png", IMAGE);
  }

  private void write(Fields fields) {
    stack.write(DOCUMENT, fields);
    stack.settle();
  }

  private void deleteOutright() {
    stack.cloud.documents().delete(List.of(new DocumentPath(DOCUMENT)));
    stack.settle();
  }

  private void sweep() {
    stack.task("sweep", Map.of());
    stack.settle();
  }

  private void sweepAfter(Duration time) {
    stack.later(time);
    sweep();
  }

  private Optional<Blob> stored() {
    return stack.cloud.blobs().stat(new BlobId("content", DOCUMENT));
  }

  private RemovalOrder orphan() {
    return stack.orders("purges").stream()
        .filter(it -> it.cause().equals("orphaned"))
        .reduce(
            (one, other) -> {
              throw new AssertionError("one order was expected");
            })
        .orElseThrow();
  }

  private void goneWithACertificate() {
    RemovalOrder order = orphan();
    assertThat(order.state()).isEqualTo(OrderState.FULFILLED);
    assertThat(
            new EvidenceStore(stack.cloud.blobs()).certificate(order.id(), order.requestedAt(), 0))
        .isPresent();
    assertThat(stored()).isEmpty();
    assertThat(stack.cloud.documents().find(Query.in(new CollectionPath("subjects/zoe/seals"))))
        .isEmpty();
  }

  @Test
  void uploadAfterPurgeIsPurged() throws Exception {
    write(FIELDS);
    upload();
    write(FIELDS.with("deletedAt", stack.now()));
    sweepAfter(RESTORABLE);
    assertThat(stored()).isEmpty();
    upload();
    assertThat(stored()).isPresent();

    sweepAfter(GRACE.plus(RESTORABLE));

    goneWithACertificate();
  }

  @Test
  void uploadDuringPurgeIsPurged() throws Exception {
    write(FIELDS);
    upload();
    write(FIELDS.with("deletedAt", stack.now()));
    stack.later(RESTORABLE);
    stack.task("sweep", Map.of());
    stack.task("purge", Map.of("order", stack.orders("purges").get(0).id()));
    assertThat(stack.orders("purges").get(0).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(stored()).isEmpty();
    upload();
    stack.settle();

    sweepAfter(GRACE.plus(RESTORABLE));

    goneWithACertificate();
    assertThat(stack.orders("purges")).allMatch(it -> it.state() == OrderState.FULFILLED);
  }

  @Test
  void uploadOfItemWithPurgeOrderIsPurgedWithIt() throws Exception {
    write(FIELDS);
    write(FIELDS.with("deletedAt", stack.now()));
    upload();
    assertThat(stored()).isPresent();

    sweepAfter(RESTORABLE);

    assertThat(stored()).isEmpty();
    assertThat(stack.orders("purges"))
        .singleElement()
        .matches(it -> it.state() == OrderState.FULFILLED);
  }

  @Test
  void uploadOfDeletedDocumentIsPurgedWithIt() throws Exception {
    write(FIELDS);
    deleteOutright();
    upload();

    sweepAfter(RESTORABLE);

    assertThat(stored()).isEmpty();
    sweepAfter(GRACE);
    goneWithACertificate();
  }

  @Test
  void uploadWithDocumentWithinGracePeriodRemains() throws Exception {
    upload();
    stack.later(GRACE.minusSeconds(1));
    write(FIELDS);

    sweepAfter(GRACE.plus(RESTORABLE));

    assertThat(stored()).isPresent();
    assertThat(orphan().state()).isEqualTo(OrderState.REVOKED);
    assertThat(stack.get(zoe, "/blobs/images/i1").status()).isEqualTo(200);
  }

  @Test
  void uploadWithoutDocumentIsPurgedAfterItsPeriods() throws Exception {
    upload();
    sweepAfter(GRACE.plus(RESTORABLE).minusSeconds(1));
    assertThat(stored()).isPresent();

    sweepAfter(Duration.ofSeconds(1));

    goneWithACertificate();
    assertThat(orphan().fields().string("uid")).isEmpty();
  }

  @Test
  void uploadRemainsIfItsDocumentComesBeforeThePurge() throws Exception {
    upload();
    stack.later(GRACE.plus(RESTORABLE));
    write(FIELDS);

    sweep();

    assertThat(stored()).isPresent();
    assertThat(orphan().state()).isEqualTo(OrderState.REVOKED);
  }

  @Test
  void newerUploadHasItsOwnGracePeriod() throws Exception {
    upload();
    stack.later(GRACE.plus(RESTORABLE).minusHours(1));
    upload();

    sweepAfter(Duration.ofHours(1));

    assertThat(stored()).isPresent();
    assertThat(stack.orders("purges"))
        .extracting(RemovalOrder::state)
        .containsExactlyInAnyOrder(OrderState.REVOKED, OrderState.OPEN);
    sweepAfter(GRACE.plus(RESTORABLE));
    assertThat(stored()).isEmpty();
  }

  @Test
  void objectWithoutDocumentGetsOnePurgeOrder() throws Exception {
    write(FIELDS);
    upload();
    stack.forgetChanges();
    stack.cloud.documents().delete(List.of(new DocumentPath(DOCUMENT)));
    stack.forgetChanges();
    stack.later(Duration.ofDays(3));
    Blob found = stored().orElseThrow();

    stack.as(SweepFunction.class).services().uploads().orderPurgeIfOrphaned(found);
    stack.as(SweepFunction.class).services().uploads().orderPurgeIfOrphaned(found);

    assertThat(orphan().restorableUntil()).isEqualTo(stack.now().plus(RESTORABLE));
    sweepAfter(RESTORABLE);
    goneWithACertificate();
  }

  @Test
  void objectWithDocumentGetsNoPurgeOrder() throws Exception {
    write(FIELDS);
    upload();

    stack.as(SweepFunction.class).services().uploads().orderPurgeIfOrphaned(stored().orElseThrow());

    assertThat(stack.orders("purges")).isEmpty();
  }
}
