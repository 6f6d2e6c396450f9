package com.anykoma.privacy.usage.consent;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.EventFixtures;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsentServiceTest {
  private static final SubjectId ANN = new SubjectId("u1");

  private World world;

  @BeforeEach
  void open(@TempDir Path directory) {
    world = new World(directory);
    world.signUp("u1");
    world.clock.set(at(100));
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Objection objection() {
    return world.subjects.get(ANN).orElseThrow().objection();
  }

  private DocumentChange account(Map<String, Object> fields) {
    world.clock.advance(Duration.ofSeconds(10));
    return world.write(World.account(ANN), Fields.of(fields));
  }

  private void deliver(DocumentChange change) {
    world.consents.accountWritten(ANN, change);
  }

  private List<ConsentState> states() {
    return ConsentHistory.of(ConsentRecord.all(world.subjects, ANN)).stream()
        .map(ConsentPeriod::state)
        .toList();
  }

  @Test
  @Keeps("P22")
  void unreadableRecordIsSkippedAndReported() {
    deliver(account(Map.of("objection", true)));
    List<ConsentRecord> before = ConsentRecord.all(world.subjects, ANN);
    world
        .cloud
        .documents()
        .create(
            Subjects.path(ANN).child("consents", "odd"), Fields.empty().with("recordNumber", 0L));

    try (Alarms alarms = new Alarms()) {
      assertThat(ConsentRecord.all(world.subjects, ANN)).hasSizeGreaterThan(1).isEqualTo(before);
      assertThat(alarms.messages())
          .singleElement(STRING)
          .contains("skipped where=consents item=")
          .doesNotContain("u1");
    }
  }

  @Test
  @Keeps("P22")
  void recordsAreAppendedAndNeverUpdated() {
    deliver(account(Map.of("objection", true)));
    world.plans.apply(EventFixtures.created("s").named("u1").after(200).event());
    world.plans.apply(EventFixtures.checkout("s").after(150).event());
    deliver(account(Map.of("objection", false)));
    world.plans.apply(EventFixtures.deleted("s").after(300).event());

    List<Document> records = world.cloud.documents().find(Query.group("consents"));
    assertThat(records)
        .hasSizeGreaterThan(4)
        .allSatisfy(it -> assertThat(it.updateTime()).isEqualTo(it.createTime()));
    assertThat(ConsentHistory.of(ConsentRecord.all(world.subjects, ANN)))
        .extracting(ConsentPeriod::from)
        .isSorted()
        .startsWith(at(0));
  }

  @Test
  void redeliveryAppendsNothing() {
    DocumentChange on = account(Map.of("objection", true));
    deliver(on);
    world.cloud.counts().reset();

    deliver(on);

    assertThat(world.cloud.counts().of("documents.write")).isZero();
    assertThat(ConsentRecord.all(world.subjects, ANN)).hasSize(2);
  }

  @Test
  @Keeps("P25")
  void objectionAndGpcSignalAreApplied() {
    deliver(account(Map.of("gpc", true)));
    assertThat(objection().inForce()).isTrue();
    assertThat(states()).containsExactly(ConsentState.GIVEN, ConsentState.WITHDRAWN);

    deliver(account(Map.of("gpc", true, "objection", true)));
    deliver(account(Map.of("gpc", false, "objection", true)));
    assertThat(objection().inForce()).isTrue();

    deliver(account(Map.of("gpc", false)));
    assertThat(objection().inForce()).isFalse();
    assertThat(objection().through()).contains(at(140));
    assertThat(states())
        .startsWith(ConsentState.GIVEN, ConsentState.WITHDRAWN)
        .endsWith(ConsentState.GIVEN);
  }

  @Test
  @Keeps("P25")
  void anyValueExceptFalseSetsTheSignal() {
    List<Object> yes = List.of("false", 0, "", true, Map.of("on", false));
    for (Object each : yes) {
      deliver(account(Map.of("gpc", each)));
      assertThat(objection().inForce()).isTrue();
      deliver(account(Map.of("gpc", false)));
      assertThat(objection().inForce()).isFalse();
    }
  }

  @Test
  @Keeps({"P25", "E8"})
  void lateOlderChangeDoesNotLiftAnObjection() {
    DocumentChange on = account(Map.of("objection", true));
    DocumentChange off = account(Map.of("objection", false));
    DocumentChange onAgain = account(Map.of("objection", true));

    deliver(on);
    deliver(onAgain);
    deliver(off);

    assertThat(objection().inForce()).isTrue();
  }

  @Test
  @Keeps({"P25", "E8"})
  void liftedObjectionCoversEarlierContentInAnyEventOrder() {
    List<DocumentChange> changes = new ArrayList<>();
    changes.add(account(Map.of("objection", true)));
    changes.add(account(Map.of("objection", true, "displayName", "Bea")));
    changes.add(account(Map.of("objection", false)));

    Collections.reverse(changes);
    changes.forEach(this::deliver);

    assertThat(objection().inForce()).isFalse();
    assertThat(objection().covers(at(129))).isTrue();
    assertThat(objection().covers(at(130))).isFalse();
  }

  @Test
  @Keeps("P25")
  void accountChangesDoNotLiftAnObjectionFromAnotherChannel() {
    world.consents.signal(ANN, Signal.OBJECTION, true, at(100));

    deliver(account(Map.of("displayName", "Bea")));
    assertThat(objection().inForce()).isTrue();

    world.consents.signal(ANN, Signal.OBJECTION, false, at(150));
    assertThat(objection().inForce()).isFalse();
    assertThat(objection().covers(at(149))).isTrue();
  }

  @Test
  @Keeps({"P23", "E13", "E17", "E19"})
  void tombstoneRefusesEveryWrite() {
    deliver(account(Map.of("gpc", true)));
    world.consents.end(ANN, "deleted", tx -> 1);
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThat(world.subjects.erased(ANN)).isTrue();
    assertThatThrownBy(() -> world.consents.signal(ANN, Signal.GPC, false, at(500)))
        .isInstanceOf(ErasedSubject.class)
        .hasMessageNotContaining("u1");
    List<Consumer<SubjectTransaction>> writes =
        List.of(
            tx -> tx.put("epoch", 7L),
            tx -> tx.set(DocumentPath.of("customers", "cus_9"), Fields.empty()),
            tx -> tx.create(DocumentPath.of("customers", "cus_9"), Fields.empty()),
            tx -> ConsentRecord.all(world.subjects, ANN).get(0).appendTo(tx));
    for (Consumer<SubjectTransaction> each : writes) {
      assertThatThrownBy(
              () ->
                  world.subjects.transact(
                      ANN,
                      tx -> {
                        each.accept(tx);
                        return true;
                      }))
          .isInstanceOf(ErasedSubject.class);
    }
    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  @Keeps("E28")
  void endingAnAccountIsIdempotent() {
    world.consents.end(ANN, "deleted", tx -> 1);
    Map<DocumentPath, Fields> before = world.allDocuments();
    long tasks = world.cloud.tasks().unsettled();
    world.clock.advance(Duration.ofDays(1));

    world.consents.end(ANN, "again", tx -> 1);

    Map<DocumentPath, Fields> after = world.allDocuments();
    assertThat(after.keySet()).isEqualTo(before.keySet());
    after.replaceAll((path, fields) -> fields.without("raisedAt")); // its age is counted anew
    before.replaceAll((path, fields) -> fields.without("raisedAt"));
    assertThat(after).isEqualTo(before);
    assertThat(world.cloud.tasks().unsettled()).isEqualTo(tasks).isEqualTo(1);
  }

  @Test
  @Keeps("P15")
  void tombstoneContainsNoIdentifiers() {
    world.consents.end(ANN, "deleted", tx -> 1);

    Document tombstone = world.cloud.documents().find(Query.group("tombstones")).get(0);
    assertThat(tombstone.path().id()).hasSize(43).isNotEqualTo("u1");
    assertThat(tombstone.fields().asMap().values()).doesNotContain("u1");
  }

  @Test
  @Keeps("E23")
  void subjectsWithSimilarOrUnusualIdsAreSeparate() {
    List<String> unusual =
        List.of("u10", "U1", "u1 ", "u", "u1.u1", "e\u0301", "\u00e9", "users", "...");
    for (String uid : unusual) {
      world.signUp(uid);
    }

    deliver(account(Map.of("objection", true)));
    world.consents.end(ANN, "deleted", tx -> 1);

    for (String uid : unusual) {
      SubjectId other = new SubjectId(uid);
      assertThat(world.subjects.erased(other)).isFalse();
      assertThat(world.subjects.get(other).orElseThrow().objection()).isEqualTo(Objection.NONE);
      assertThat(ConsentRecord.all(world.subjects, other)).hasSize(1);
      world.consents.signal(other, Signal.GPC, true, at(300));
      assertThat(world.subjects.get(other).orElseThrow().objection().gpcSince())
          .isEqualTo(Optional.of(at(300)));
    }
    assertThat(ConsentRecord.all(world.subjects, ANN)).hasSize(2);
  }

  @Test
  void accountBeforeTheFirstPolicyIsRefused() {
    world.clock.set(Instant.parse("2026-01-05T23:59:59.999999Z"));
    world.signUp("early");

    assertThat(ConsentHistory.of(ConsentRecord.all(world.subjects, new SubjectId("early"))))
        .extracting(ConsentPeriod::state)
        .containsExactly(ConsentState.REFUSED);
  }
}
