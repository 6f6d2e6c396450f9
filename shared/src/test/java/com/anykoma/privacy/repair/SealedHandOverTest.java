package com.anykoma.privacy.repair;

import static com.anykoma.privacy.repair.OwnedContent.ANN;
import static com.anykoma.privacy.repair.OwnedContent.BEN;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.DamagedSeal;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.protection.vault.KeyDestroyed;
import com.anykoma.privacy.repair.OwnedContent.Form;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.services.Services;
import com.google.crypto.tink.Aead;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests sealed content whose owner is a field, and what becomes of it when the owner changes. */
@Keeps({"P10", "P16", "P20", "P22"})
final class SealedHandOverTest {
  private static final DocumentPath NOTE = Form.OWNER_FIELD.of(ANN);
  private static final DocumentPath BENS = Form.OWNER_FIELD.of(BEN);

  @TempDir private Path directory;
  private OwnedContent content;
  private World world;

  @BeforeEach
  void open() {
    content = new OwnedContent(directory);
    world = content.world;
    world.subscribe(ANN, "cus_ann");
    world.runTasks();
    content.create(Form.OWNER_FIELD, BEN);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Document stored(DocumentPath path) {
    return world.cloud.documents().get(path).orElseThrow();
  }

  private Object storedText() {
    return stored(NOTE).fields().value("text").orElseThrow();
  }

  private Optional<Fields> read(SubjectId asking) {
    return world.services.contentAccess().document(asking, NOTE);
  }

  private void assertOwnerReads(SubjectId owner) {
    assertThat(storedText()).isInstanceOf(Bytes.class);
    assertThat(read(owner).orElseThrow().string("text")).contains("of ann");
    assertThat(read(owner.equals(ANN) ? BEN : ANN)).isEmpty();
  }

  /** Changes the owner field, as a server of the app does. */
  private DocumentChange handOver(SubjectId to) {
    return world.write(NOTE, stored(NOTE).fields().with("authorId", to.value()));
  }

  private Map<DocumentPath, Document> documentsOfOthers() {
    Map<DocumentPath, Document> others = new HashMap<>(content.appDocuments());
    others.remove(NOTE);
    return others;
  }

  @Test
  void paidContentIsSealedForItsOwner() {
    content.create(Form.OWNER_FIELD, ANN);

    assertOwnerReads(ANN);
    assertThat(stored(BENS).fields().string("text")).contains("of ben");
  }

  @Test
  void contentIsSealedAfterItsStampIsWritten() {
    DocumentChange written = world.write(NOTE, Form.OWNER_FIELD.fields(ANN));

    world.sealing.sealWritten(written);
    assertThat(storedText()).isEqualTo("of ann");

    world.handle(written);
    assertOwnerReads(ANN);
  }

  /** Stripe's event arrives after the content that was written on the plan. */
  @Test
  void upgradeSealsAtOnceWhatWasWrittenOnThePlan() {
    assertThat(stored(BENS).fields().string("text")).isPresent();

    world.plans.apply(created("sub_ben").named("ben").after(-10).event());
    world.runTasks();

    assertThat(stored(BENS).fields().value("text")).get().isInstanceOf(Bytes.class);
  }

  @Test
  void handOverSealsForTheNewOwner() {
    content.create(Form.OWNER_FIELD, ANN);
    Object before = storedText();
    DocumentChange given = handOver(BEN);

    assertThat(read(ANN)).isEmpty();
    assertThat(read(BEN).orElseThrow().asMap()).containsKey("authorId").doesNotContainKey("text");

    Map<DocumentPath, Document> others = documentsOfOthers();
    world.handle(given);

    assertThat(storedText()).isNotEqualTo(before);
    assertOwnerReads(BEN);
    assertThat(content.stamp(BEN, NOTE).orElseThrow().isProtected()).isTrue();
    assertThat(content.stamp(ANN, NOTE)).isEmpty();
    assertThat(documentsOfOthers()).isEqualTo(others);
  }

  @Test
  void lostHandOverIsRepaired() {
    content.create(Form.OWNER_FIELD, ANN);
    handOver(BEN);
    Map<DocumentPath, Document> others = documentsOfOthers();

    content.repair();

    assertOwnerReads(BEN);
    assertThat(documentsOfOthers()).isEqualTo(others);
    Document repaired = stored(NOTE);
    content.repair();
    assertThat(stored(NOTE)).isEqualTo(repaired);
  }

  @Test
  void handOverThroughAnotherPersonIsRepaired() {
    world.signUp("cleo");
    content.create(Form.OWNER_FIELD, ANN);
    handOver(new SubjectId("cleo"));

    world.handle(handOver(BEN));
    assertThat(read(BEN).orElseThrow().has("text")).isFalse();
    content.repair();

    assertOwnerReads(BEN);
  }

  /** Ben's stamp of the time before Ann owned the note says that it may be used for training. */
  @Test
  @Keeps("P3")
  void protectedContentStaysProtectedWhenItComesBack() {
    world.handle(world.write(NOTE, Form.OWNER_FIELD.fields(BEN)));
    assertThat(world.admitted()).contains(NOTE.value());
    handOver(ANN);
    world.handle(world.write(NOTE, Form.OWNER_FIELD.fields(ANN)));
    assertOwnerReads(ANN);
    assertThat(content.stamp(BEN, NOTE).orElseThrow().isProtected()).isFalse();

    world.handle(handOver(BEN));

    assertOwnerReads(BEN);
    assertThat(content.stamp(BEN, NOTE).orElseThrow().isProtected()).isTrue();
    assertThat(world.admitted()).doesNotContain(NOTE.value());
  }

  @Test
  void doubledAndLateEventsHaveTheSameResult() {
    DocumentChange created = world.write(NOTE, Form.OWNER_FIELD.fields(ANN));
    world.handle(created);
    DocumentChange given = handOver(BEN);
    world.handle(given);
    Document sealed = stored(NOTE);

    world.newChanges().stream().filter(it -> it.path().equals(NOTE)).forEach(world::handle);
    List.of(given, created, given).forEach(world::handle);

    assertThat(stored(NOTE)).isEqualTo(sealed);
    assertOwnerReads(BEN);

    world.handle(handOver(ANN));
    List.of(given, created).forEach(world::handle);

    assertOwnerReads(ANN);
  }

  @Test
  void lateEventDoesNotSealWithTheFormerOwnersKey() {
    DocumentChange created = world.write(NOTE, Form.OWNER_FIELD.fields(ANN));
    DocumentChange given = handOver(BEN);

    world.handle(created);
    assertThat(storedText()).isEqualTo("of ann");

    world.handle(given);
    assertOwnerReads(BEN);
  }

  /** Refuses one call of the document database, the key database or the KEK. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void refusedCallIsMadeGoodByTheNextDelivery(int refused) {
    content.create(Form.OWNER_FIELD, ANN);
    DocumentChange given = handOver(BEN);
    Map<DocumentPath, Document> others = documentsOfOthers();
    int[] calls = {0};

    try {
      handle(refusing(calls, refused), given);
      assertThat(calls[0]).as("no call was refused").isLessThanOrEqualTo(refused);
    } catch (IllegalStateException e) {
      assertThat(calls[0]).isGreaterThan(refused);
    }
    assertThat(read(ANN)).isEmpty();
    assertThat(read(BEN)).isPresent();

    if (refused % 2 == 0) {
      world.handle(given);
    } else {
      content.repair();
    }

    assertOwnerReads(BEN);
    assertThat(content.stamp(ANN, NOTE)).isEmpty();
    assertThat(documentsOfOthers()).isEqualTo(others);
  }

  private static void handle(Services services, DocumentChange change) {
    StepRunner steps = new StepRunner();
    steps.run(() -> services.deletions().written(change));
    steps.run(() -> services.stamping().written(change));
    steps.run(() -> services.sealing().sealWritten(change));
    steps.throwFailure();
  }

  private Services refusing(int[] calls, int refused) {
    InterceptedPorts.Interceptor interceptor =
        new InterceptedPorts.Interceptor() {
          @Override
          public void before(String operation) {
            if (calls[0]++ == refused) {
              throw new IllegalStateException("the call is refused");
            }
          }
        };
    return world.on(
        Ports.of(world.cloud)
            .with(InterceptedPorts.wrap(Documents.class, world.cloud.documents(), interceptor))
            .withKeys(InterceptedPorts.wrap(Documents.class, world.cloud.keys(), interceptor))
            .withKek(InterceptedPorts.wrap(Aead.class, world.cloud.kek(), interceptor)));
  }

  @Test
  @Keeps("E20")
  void erasureOfTheFormerOwnerChangesNothingOnceItIsSealedAgain() {
    content.create(Form.OWNER_FIELD, ANN);
    world.handle(handOver(BEN));
    Document sealed = stored(NOTE);

    assertThat(content.erase(ANN).state()).isEqualTo(OrderState.FULFILLED);
    content.repair();

    assertThat(stored(NOTE)).isEqualTo(sealed);
    assertOwnerReads(BEN);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void erasureOfTheFormerOwnerBeforeMakesTheFieldUnreadable(boolean isEventLost) {
    content.create(Form.OWNER_FIELD, ANN);
    Object before = storedText();
    DocumentChange given = handOver(BEN);

    assertThat(content.erase(ANN).state()).isEqualTo(OrderState.FULFILLED);
    if (!isEventLost) {
      world.handle(given);
    }
    content.repair();

    assertThat(storedText()).isEqualTo(before);
    assertThat(read(BEN).orElseThrow().has("text")).isFalse();
    assertThat(read(ANN)).isEmpty();
    assertThat(content.stamp(BEN, NOTE).orElseThrow().isProtected()).isTrue();

    world.handle(world.write(NOTE, stored(NOTE).fields().with("text", "new")));

    assertThat(storedText()).isInstanceOf(Bytes.class);
    assertThat(read(BEN).orElseThrow().string("text")).contains("new");
  }

  @Test
  void erasureOfTheNewOwnerShredsTheContent() {
    content.create(Form.OWNER_FIELD, ANN);
    world.handle(handOver(BEN));
    Document copy = stored(NOTE);

    assertThat(content.erase(BEN).state()).isEqualTo(OrderState.FULFILLED);

    assertThat(world.isThere(NOTE.value())).isFalse();
    Services other = world.on(world.cloud);
    assertThatThrownBy(
            () -> other.fields().open(BEN, world.dataMap.locationOf(NOTE).orElseThrow(), copy))
        .isInstanceOf(KeyDestroyed.class);
    assertThat(
            other
                .fields()
                .open(ANN, world.dataMap.locationOf(NOTE).orElseThrow(), copy)
                .has("text"))
        .isFalse();
  }

  @Test
  void earlierTextOfAFormerOwnerDoesNotOpenForTheNewOwner() {
    content.create(Form.OWNER_FIELD, ANN);
    Object secret = storedText();
    world.handle(world.write(NOTE, stored(NOTE).fields().with("text", "harmless")));
    DocumentChange given = handOver(BEN);
    world.handle(given);

    DocumentChange replayed = world.write(NOTE, stored(NOTE).fields().with("text", secret));
    List.of(replayed, given).forEach(world::handle);
    content.repair();

    assertThat(storedText()).isEqualTo(secret);
    assertThat(read(BEN).orElseThrow().has("text")).isFalse();
  }

  /** Ben recreates Ann's deleted note with a copy of its sealed text; Ann's stamp still exists. */
  @Test
  void sealedTextOfADeletedDocumentDoesNotOpenInANewOne() {
    content.create(Form.OWNER_FIELD, ANN);
    Object secret = storedText();
    world.remove(NOTE.value());
    world.clock.advance(Duration.ofSeconds(1));

    world.handle(world.write(NOTE, Form.OWNER_FIELD.fields(BEN).with("text", secret)));
    content.repair();

    assertThatThrownBy(() -> read(BEN)).isInstanceOf(DamagedSeal.class);
    assertThat(storedText()).isEqualTo(secret);
  }

  @Test
  void ownerWhoRecreatesADocumentWithItsSealedTextReadsIt() {
    content.create(Form.OWNER_FIELD, ANN);
    Fields copy = stored(NOTE).fields();
    world.remove(NOTE.value());
    world.clock.advance(Duration.ofSeconds(1));

    DocumentChange restored = world.write(NOTE, copy);
    assertOwnerReads(ANN);
    world.handle(restored);
    assertOwnerReads(ANN);

    world.handle(handOver(BEN));
    assertOwnerReads(BEN);
  }
}
