package com.anykoma.privacy.improvement.corpus;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.training.Corpus;
import com.anykoma.privacy.usage.training.CorpusEntry;
import com.anykoma.privacy.usage.training.TrainingGate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Admitted items get one sealed copy, and only while the gate admits them. */
@Keeps({"P3", "P5"})
class CopyServiceTest {
  private static final SubjectId ANN = new SubjectId("u1");
  private static final DocumentPath PROMPT = World.prompt(ANN, "p1");

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.clock.set(at(1_000));
    world.createPrompt(ANN, "p1");
  }

  @AfterEach
  void close() {
    world.close();
  }

  private void work() {
    world.clock.advance(Duration.ofMinutes(1));
    world.sweepCorpus();
    world.runTasks();
  }

  private CorpusEntry entry() {
    return new CorpusEntry(world.cloud.documents().find(Query.group("corpus")).get(0));
  }

  private Optional<DeidentifiedCopy> copy() {
    return world.services.copies().of(ANN, PROMPT);
  }

  private void write(String text) {
    world.handle(world.write(PROMPT, Fields.empty().with("text", text)));
  }

  private void copyWith(Deidentification deidentification) {
    new CopyService(
            world.subjects,
            new Corpus(world.hash, new TrainingGate(world.policies)),
            world.services.copies(),
            deidentification,
            () -> "AAAAAAAAAAAAAAAAAAAAAA",
            world.clock)
        .copy(entry());
  }

  @Test
  void copyIsSealedUnderTheOwnersKey() {
    work();

    assertThat(copy().orElseThrow().texts()).containsExactly(Map.entry("text", "a castle"));
    assertThat(entry().document().fields().asMap().toString()).doesNotContain("castle");
    assertThat(copy().orElseThrow().id()).hasSize(22).isNotEqualTo(entry().path().id());

    world.services.shredding().shred(ANN, KeyClass.CONTENT);
    world.clock.advance(Duration.ofHours(1));
    assertThat(copy()).isEmpty();
  }

  @Test
  void othersHaveNoCopyOfTheItem() {
    work();

    assertThat(world.services.copies().of(new SubjectId("u2"), PROMPT)).isEmpty();
    assertThat(world.services.copies().of(ANN, World.prompt(ANN, "p2"))).isEmpty();
  }

  @Test
  void changedItemIsCopiedAgainUnderTheSameId() {
    work();
    String id = copy().orElseThrow().id();

    write("a river");
    work();

    assertThat(copy().orElseThrow())
        .isEqualTo(new DeidentifiedCopy(id, Map.of("text", "a river"), Optional.empty()));
  }

  @Test
  void repeatedTasksChangeNothing() {
    work();
    Document before = entry().document();

    world.services.corpusEntryWork().handle(new Due("x"));
    work();
    work();

    assertThat(entry().document()).isEqualTo(before);
  }

  @Test
  void textThatIsRiskyLeavesNoCopyAndIsNotTriedAgain() {
    copyWith((owner, location, item) -> Map.of());

    assertThat(copy()).isEmpty();
    world.clock.advance(Duration.ofDays(1));
    assertThat(world.sweepCorpus()).isZero();
  }

  @Test
  void riskyTextReplacesAnEarlierCopy() {
    work();

    copyWith((owner, location, item) -> Map.of());

    assertThat(copy()).isEmpty();
  }

  @Test
  void copyIsDeidentified() {
    write("a fox for ann@example.org");
    work();

    assertThat(copy().orElseThrow().texts()).containsValue("a fox for [EMAIL]");
  }

  @Test
  void tooLongTextGetsNoCopy() {
    copyWith((owner, location, item) -> Map.of("text", "a".repeat(CopyService.MAX_TEXT + 1)));
    assertThat(copy()).isEmpty();

    copyWith((owner, location, item) -> Map.of("text", "\u0001".repeat(CopyService.MAX_TEXT)));
    assertThat(copy()).isPresent();
  }

  @Test
  @Keeps({"P6", "P25", "E30"})
  void copyOfAnItemWithdrawnMeanwhileIsNotStored() {
    copyWith(
        (owner, location, item) -> {
          world.writeAccount(ANN, Fields.of(Map.of("objection", true)));
          return Map.of("text", "late");
        });

    assertThat(entry().isAdmitted()).isFalse();
    assertThat(entry().document().fields().asMap()).doesNotContainKeys("copy", "copyId");
  }

  @Test
  @Keeps("P38")
  void copyOfAnItemRestrictedMeanwhileIsNotStored() {
    copyWith(
        (owner, location, item) -> {
          world.consents.signal(ANN, Signal.RESTRICTION, true, world.clock.instant());
          return Map.of("text", "late");
        });

    assertThat(entry().isAdmitted()).isFalse();
    assertThat(entry().document().fields().asMap()).doesNotContainKeys("copy", "copyId");
  }

  @Test
  @Keeps({"P20", "P23"})
  void copyOfAnItemErasedMeanwhileIsNotStored() {
    copyWith(
        (owner, location, item) -> {
          world.consents.end(ANN, "requested", tx -> 1);
          return Map.of("text", "late");
        });

    assertThat(entry().isAdmitted()).isFalse();
    assertThat(entry().document().fields().has("copy")).isFalse();
  }

  @Test
  void itemChangedMeanwhileIsCopiedInItsNewVersion() {
    copyWith(
        (owner, location, item) -> {
          world.put(PROMPT.value(), Fields.empty().with("text", "newer"));
          return Map.of("text", "older");
        });
    assertThat(copy()).isEmpty();

    work();
    assertThat(copy().orElseThrow().texts()).containsValue("newer");
  }

  @Test
  @Keeps({"P25", "P20"})
  void withdrawalRemovesTheCopyAtOnce() {
    work();

    world.markDeleted(PROMPT.value());

    assertThat(copy()).isEmpty();
    assertThat(entry().document().fields().asMap()).doesNotContainKeys("copy", "copyId");
  }

  @Test
  void repairOfACopiedItemChangesNothing() {
    work();
    Map<DocumentPath, Fields> before = world.allDocuments();

    try (Alarms alarms = new Alarms()) {
      world.services.repair().handle(new RepairSubject(ANN, "run"));

      assertThat(alarms.messages()).isEmpty();
    }
    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  void repairMakesAMissingCopyDue() {
    work();
    Document entry = entry().document();
    world
        .cloud
        .documents()
        .set(entry.path(), entry.fields().without("copy").without("copyId").without("copiedFrom"));

    world.services.repair().handle(new RepairSubject(ANN, "run"));
    work();

    assertThat(copy()).isPresent();
  }

  @Test
  void repairCopiesAChangedItemWhoseEventWasLost() {
    work();
    world.put(PROMPT.value(), Fields.empty().with("text", "a river"));

    world.services.repair().handle(new RepairSubject(ANN, "run"));
    work();

    assertThat(copy().orElseThrow().texts()).containsValue("a river");
  }
}
