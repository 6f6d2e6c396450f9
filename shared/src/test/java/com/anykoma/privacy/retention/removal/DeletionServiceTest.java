package com.anykoma.privacy.retention.removal;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests events that delete and restore content, in and out of order. */
@Keeps({"P20", "E10", "E11"})
class DeletionServiceTest {
  private static final SubjectId ANN = new SubjectId("u1");
  private static final Fields PROMPT = Fields.of(Map.of("text", "a castle"));
  private static final DocumentPath PATH = World.prompt(ANN, "p1");

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.clock.set(at(1_000));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private DocumentChange marked() {
    return world.write(PATH, PROMPT.with(Deletion.FIELD, world.clock.instant()));
  }

  private List<RemovalOrder> orders() {
    return world.cloud.documents().find(Query.in(OwnCollections.PURGES)).stream()
        .map(RemovalOrder::of)
        .toList();
  }

  @Test
  void deletionOpensThePurgeOrderAndRestorationRevokesIt() {
    world.write(PATH, PROMPT);
    world.deletions.written(marked());
    assertThat(orders()).extracting(RemovalOrder::state).containsExactly(OrderState.OPEN);
    assertThat(orders()).extracting(RemovalOrder::cause).containsExactly(CircuitBreaker.DELETED);

    world.deletions.written(world.write(PATH, PROMPT));

    assertThat(orders()).extracting(RemovalOrder::state).containsExactly(OrderState.REVOKED);
  }

  @Test
  void duplicateEventOpensOneOrder() {
    DocumentChange change = marked();
    world.deletions.written(change);
    List<RemovalOrder> once = orders();
    world.clock.advance(Duration.ofDays(1));
    world.cloud.counts().reset();

    world.deletions.written(change);

    assertThat(orders()).isEqualTo(once);
    assertThat(world.cloud.counts().of("documents.write")).isZero();
  }

  @Test
  void deletionDeliveredAfterTheRestorationOpensNoOrder() {
    DocumentChange deleted = marked();
    DocumentChange restored = world.write(PATH, PROMPT);

    world.deletions.written(restored);
    world.deletions.written(deleted);

    assertThat(orders()).isEmpty();
  }

  @Test
  void lateDeletionEventDoesNotAffectTheNextLife() {
    DocumentChange first = world.write(PATH, PROMPT);
    DocumentChange gone = world.delete(PATH);
    world.clock.advance(Duration.ofHours(1));
    DocumentChange again = world.write(PATH, PROMPT);

    List.of(again, gone, first).forEach(world.deletions::written);

    assertThat(orders()).isEmpty();
  }

  @Test
  void deletionTimeIsTheLastUpdateEvenIfDeliveredLate() {
    DocumentChange change = marked();
    world.clock.advance(Duration.ofDays(2));

    world.handle(change); // stamping also writes into the document

    assertThat(orders()).extracting(RemovalOrder::requestedAt).containsExactly(at(1_000));
  }

  @Test
  void deletedDocumentIsPurgedWithItsParts() {
    world.write(PATH, PROMPT);

    world.deletions.written(world.delete(PATH));

    assertThat(orders()).extracting(RemovalOrder::cause).containsExactly("vanished");
  }

  @Test
  void repairOpensTheOrderOfALostDeletionEvent() {
    world.createPrompt(ANN, "p1");
    marked();
    DocumentPath gone = world.createPrompt(ANN, "p2");
    world.delete(gone);
    assertThat(orders()).isEmpty();

    world.services.repair().handle(new RepairSubject(new SubjectId("u1"), "t"));

    assertThat(orders())
        .extracting(it -> it.cause() + " " + it.requestedAt())
        .containsExactlyInAnyOrder(
            "deleted " + at(1_000), "vanished " + at(1_000).minus(Duration.ofDays(1)));
  }

  @Test
  void otherChangesReadNothing() {
    DocumentChange created = world.write(PATH, PROMPT);
    DocumentChange edited = world.write(PATH, PROMPT.with("seed", 7));
    DocumentChange elsewhere =
        world.write(DocumentPath.of("users", "u1", "usage", "x"), PROMPT.with(Deletion.FIELD, 1));
    DocumentChange deleted = marked();
    DocumentChange editedAfterwards =
        world.write(PATH, deleted.after().orElseThrow().fields().with("seed", 8));
    world.cloud.counts().reset();

    List.of(created, edited, elsewhere, editedAfterwards).forEach(world.deletions::written);

    assertThat(world.cloud.counts().snapshot()).isEmpty();
  }

  @Test
  @Keeps({"P23", "E17"})
  void opensNoOrderForAnErasedSubject() {
    DocumentChange change = marked();
    world.consents.end(ANN, "deleted", tx -> 1);
    Map<DocumentPath, Fields> before = world.allDocuments();

    world.deletions.written(change);

    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  void contentIsDeletedIfMarkedOrAbsentOrRecordedAsDeleted() {
    DocumentChange change = marked();

    assertThat(Deletion.isDeleted(change.after())).isTrue();
    assertThat(Deletion.isDeleted(change.before())).isTrue();
    assertThat(Deletion.isDeleted(change.before(), Optional.empty())).isFalse();
    assertThat(Deletion.isDeleted(change.before(), Optional.of(at(1)))).isTrue();
    assertThat(Deletion.isDeleted(world.write(PATH, PROMPT).after(), Optional.of(at(1)))).isFalse();
  }
}
