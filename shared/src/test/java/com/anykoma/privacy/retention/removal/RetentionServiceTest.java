package com.anykoma.privacy.retention.removal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.work.DueIndex;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a deleted item is purged once, in time and completely, despite lost, duplicate, late
 * or failed calls.
 */
@Keeps({"P19", "P20", "P23", "E20"})
final class RetentionServiceTest {
  private static final String PROMPT = "users/ann/prompts/p1";
  private static final String BENEATH = PROMPT + "/versions/v1";
  private static final String IMAGE = "users/ann/images/i1";

  @TempDir private Path directory;
  private World world;

  @BeforeEach
  void open() {
    world = new World(directory);
    SubjectId ann = world.signUp("ann");
    world.createPrompt(ann, "p1");
    world.put(BENEATH, Fields.empty().with("what", "beneath"));
    world.handle(world.write(new DocumentPath(IMAGE), Fields.empty().with("title", "fox")));
    world.putBlob("content", IMAGE);
    world.runTasks();
  }

  @AfterEach
  void close() {
    world.close();
  }

  /** The owner deletes the item, and its restorable period ends. */
  private RemovalOrder due(String item) {
    world.markDeleted(item);
    world.loseTasks();
    RemovalOrder order = world.purgesOf(item).get(0);
    world.clock.set(order.restorableUntil());
    return order;
  }

  private void assertIsPurged(RemovalOrder order, String item) {
    assertThat(world.reload(order).state()).isEqualTo(OrderState.FULFILLED);
    assertThat(world.isThere(item)).isFalse();
    assertThat(world.cloud.blobs().stat(new BlobId("content", item))).isEmpty();
  }

  @Test
  void duplicateTaskHasOneEffect() {
    RemovalOrder order = due(PROMPT);
    world.retention.handle(new Due(order.id()));
    world.retention.handle(new Due(order.id()));
    world.certify(order);
    world.retention.handle(new Due(order.id()));
    assertIsPurged(order, PROMPT);
    assertThat(world.isThere(BENEATH)).isFalse();
    Map<DocumentPath, Fields> before = world.allDocuments();

    world.retention.handle(new Due(order.id()));

    assertThat(world.allDocuments()).isEqualTo(before);
    assertThat(world.isThere(IMAGE)).isTrue();
  }

  @Test
  void lostTaskIsDispatchedAgainAfterItsLease() {
    RemovalOrder order = due(PROMPT);
    assertThat(world.sweep()).isEqualTo(1);
    world.loseTasks();
    assertThat(world.sweep()).isZero();
    world.clock.advance(DueIndex.LEASE);

    assertThat(world.sweep()).isEqualTo(1);
    world.runTasks();

    assertIsPurged(order, PROMPT);
  }

  @Test
  void taskBeforeTheDueTimeRemovesNothing() {
    RemovalOrder order = due(PROMPT);
    world.clock.set(order.restorableUntil().minusNanos(1_000));

    world.retention.purge(order.id());

    assertThat(world.isThere(PROMPT)).isTrue();
    assertThat(world.reload(order).state()).isEqualTo(OrderState.OPEN);
  }

  @Test
  void itemRestoredWithoutAnEventStays() {
    RemovalOrder order = due(PROMPT);
    world.put(PROMPT, Fields.empty().with("text", "a castle"));

    world.retention.purge(order.id());

    assertThat(world.isThere(PROMPT)).isTrue();
    assertThat(world.isThere(BENEATH)).isTrue();
    assertThat(world.reload(order).state()).isEqualTo(OrderState.REVOKED);
  }

  @Test
  @Keeps("E11")
  void documentCreatedAgainAtThePathStays() {
    RemovalOrder order = due(PROMPT);
    world.remove(PROMPT);
    world.clock.advance(Duration.ofSeconds(1));
    world.put(PROMPT, Fields.empty().with("text", "another castle"));

    world.retention.purge(order.id());

    assertThat(world.at(PROMPT)).contains(Fields.empty().with("text", "another castle"));
    assertThat(world.reload(order).state()).isEqualTo(OrderState.REVOKED);
  }

  @Test
  void dataMissedByAListingKeepsTheOrderOpen() {
    RemovalOrder order = due(PROMPT);
    world.retention.purge(order.id());
    world.put(BENEATH, Fields.empty().with("what", "late"));
    Documents intercepted =
        InterceptedPorts.answerFirst(
            Documents.class, world.cloud.documents(), "descendants", List.<DocumentPath>of());
    RetentionService retention = world.on(Ports.of(world.cloud).with(intercepted)).retention();

    assertThatThrownBy(() -> retention.purge(order.id()))
        .hasMessage("data of a purged item exists again");
    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);
    retention.purge(order.id());
    world.runTasks();

    assertIsPurged(order, PROMPT);
    assertThat(world.isThere(BENEATH)).isFalse();
  }

  @Test
  void failedCallStopsNoOtherAndIsReportedUntilDone() {
    RemovalOrder order = due(IMAGE);
    Blobs refusing = InterceptedPorts.failFirst(Blobs.class, world.cloud.blobs(), "delete");
    RetentionService retention = world.on(Ports.of(world.cloud).with(refusing)).retention();

    assertThatThrownBy(() -> retention.purge(order.id())).hasMessage("refused delete");

    assertThat(world.isThere(IMAGE)).isFalse();
    assertThat(world.reload(order).remaining()).containsExactly("sealedImages");
    retention.purge(order.id());
    world.runTasks();
    assertIsPurged(order, IMAGE);
    assertThat(world.reload(order).remaining()).isEmpty();
  }

  @Test
  @Keeps("E28")
  void dataAfterTheCertificateIsRemovedAndCertifiedAgain() {
    RemovalOrder order = due(IMAGE);
    world.retention.purge(order.id());
    world.certify(order);
    world.putBlob("content", IMAGE);

    world.retention.purge(order.id());

    assertThat(world.reload(order).state()).isEqualTo(OrderState.IN_PROGRESS);
    assertThat(world.reload(order).verificationRound()).isEqualTo(1);
    world.runTasks();
    assertIsPurged(order, IMAGE);
  }

  @Test
  void taskWithoutAnOrderIdFailsPermanently() {
    assertThatThrownBy(() -> RemovalTask.of(new Task("purge", "purge-1", Map.of())))
        .isInstanceOf(PermanentFailure.class);
  }
}
