package com.anykoma.privacy.usage.consent;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.TaskPayload.RepairSubject;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.subject.ErasedSubject;
import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.subject.Objection.Signal;
import com.anykoma.privacy.usage.training.GateReason;
import com.anykoma.privacy.usage.training.ItemDecision;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A signal can be given and withdrawn by request and by field, and neither undoes the other. */
@Keeps({"P25", "P38"})
final class SignalRoadsTest {
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

  private Objection state() {
    return world.consents.signals(ANN);
  }

  private Instant later() {
    world.clock.advance(Duration.ofSeconds(10));
    return world.clock.instant();
  }

  private void request(Signal signal, boolean on) {
    world.consents.signal(ANN, signal, on, later());
  }

  private DocumentChange write(Map<String, Object> fields) {
    later();
    return world.write(World.account(ANN), Fields.of(fields));
  }

  private void deliver(DocumentChange change) {
    world.consents.accountWritten(ANN, change);
  }

  private void deliverNewChanges() {
    world.newChanges().stream()
        .filter(it -> it.path().equals(World.account(ANN)))
        .forEach(this::deliver);
  }

  private int records() {
    return ConsentRecord.all(world.subjects, ANN).size();
  }

  private boolean isUpToDate() {
    return ConsentService.isUpToDate(
        world.subjects.get(ANN).orElseThrow(),
        world.cloud.documents().get(World.account(ANN)).orElseThrow());
  }

  @Test
  void withdrawalByRequestClearsTheFieldSoThatNoLaterEventObjectsAgain() {
    deliver(write(Map.of("objection", true, "displayName", "Ann")));
    request(Signal.OBJECTION, false);
    int records = records();

    deliverNewChanges();
    Fields account = world.at("users/u1").orElseThrow();
    deliver(write(Map.of("objection", false, "displayName", "Bea")));

    assertThat(account.value("objection")).contains(false);
    assertThat(account.string("displayName")).contains("Ann");
    assertThat(state().inForce()).isFalse();
    assertThat(state().through()).contains(at(120));
    assertThat(records()).isEqualTo(records);
    assertThat(isUpToDate()).isTrue();
  }

  @Test
  void lateEventsOfAFieldDoNotRepeatAnObjectionThatARequestWithdrew() {
    DocumentChange on = write(Map.of("objection", true));
    DocumentChange again = write(Map.of("objection", true, "displayName", "Bea"));
    request(Signal.OBJECTION, false);
    int records = records();

    deliver(again);
    deliver(on);

    assertThat(state().inForce()).isFalse();
    assertThat(state().covers(at(129))).isTrue();
    assertThat(state().covers(at(130))).isFalse();
    assertThat(records()).isEqualTo(records);
  }

  @Test
  void objectionByRequestOutlivesALateWithdrawalByField() {
    DocumentChange on = write(Map.of("objection", true));
    DocumentChange off = write(Map.of("objection", false));
    request(Signal.OBJECTION, true);
    DocumentChange name = write(Map.of("objection", false, "displayName", "Bea"));

    for (DocumentChange each : List.of(name, off, on, off)) {
      deliver(each);
      assertThat(state().objectedSince()).contains(at(130));
    }
  }

  @Test
  void laterWithdrawalByFieldEndsAnObjectionByRequest() {
    request(Signal.OBJECTION, true);
    deliver(write(Map.of("objection", true)));
    deliver(write(Map.of("objection", false)));

    assertThat(state().inForce()).isFalse();
    assertThat(state().through()).contains(at(130));
  }

  @Test
  void fieldSetAgainAfterAWithdrawalByRequestObjectsAgain() {
    deliver(write(Map.of("objection", true)));
    request(Signal.OBJECTION, false);
    deliver(write(Map.of("objection", true)));

    assertThat(state().objectedSince()).contains(at(130));
  }

  @Test
  void liftedRestrictionAccountsForAnObjectionWhoseEventIsLate() {
    request(Signal.RESTRICTION, true);
    DocumentChange on = write(Map.of("objection", true));
    request(Signal.RESTRICTION, false);
    assertThat(state().objectedSince()).contains(at(120));
    DocumentChange off = write(Map.of("objection", false));

    deliver(off);
    deliver(on);

    assertThat(state().inForce()).isFalse();
    assertThat(state().through()).contains(at(140));
  }

  @Test
  void restrictionHasNoFieldInTheAccountDocument() {
    deliver(write(Map.of("restriction", true)));
    assertThat(state().inForce()).isFalse();
    assertThat(isUpToDate()).isTrue();

    request(Signal.RESTRICTION, true);
    request(Signal.RESTRICTION, false);
    assertThat(world.at("users/u1").orElseThrow().value("restriction")).contains(true);
  }

  @Test
  void eachSignalIsRecordedOnceInTheHistoryWithItsSource() {
    for (Signal each : Signal.values()) {
      request(each, true);
      request(each, true);
    }
    for (Signal each : Signal.values()) {
      request(each, false);
      request(each, false);
    }

    assertThat(ConsentRecord.all(world.subjects, ANN))
        .extracting(ConsentRecord::sourceEvent)
        .containsExactly(
            "account", "objection", "gpc", "restriction", "objection", "gpc", "restriction");
    assertThat(ConsentHistory.of(ConsentRecord.all(world.subjects, ANN)))
        .extracting(ConsentPeriod::state)
        .startsWith(ConsentState.GIVEN, ConsentState.WITHDRAWN)
        .endsWith(ConsentState.WITHDRAWN, ConsentState.GIVEN);
  }

  @Test
  void objectionWithdrawnDuringARestrictionGivesNoConsent() {
    request(Signal.RESTRICTION, true);
    request(Signal.OBJECTION, true);
    request(Signal.OBJECTION, false);

    List<ConsentPeriod> periods = ConsentHistory.of(ConsentRecord.all(world.subjects, ANN));
    assertThat(periods.get(periods.size() - 1).state()).isEqualTo(ConsentState.WITHDRAWN);
  }

  @Test
  void restrictionWithdrawsContentAndItsEndAdmitsOnlyLaterContent() {
    world.createPrompt(ANN, "old");
    assertThat(world.admitted()).hasSize(1);

    request(Signal.RESTRICTION, true);
    assertThat(world.gate.decisions(ANN))
        .extracting(ItemDecision::decision)
        .allSatisfy(it -> assertThat(it.reasons()).contains(GateReason.RESTRICTED));
    assertThat(world.gate.decisionForNewContent(ANN).reasons())
        .containsExactly(GateReason.RESTRICTED);
    world.runTasks();
    assertThat(world.admitted()).isEmpty();

    request(Signal.RESTRICTION, false);
    later();
    world.createPrompt(ANN, "new");
    world.runTasks();
    assertThat(world.admitted()).containsExactly("users/u1/prompts/new");
  }

  @Test
  void doubledAndLostTasksOfARestrictionConverge() {
    world.createPrompt(ANN, "old");
    request(Signal.RESTRICTION, true);
    world.loseTasks();
    assertThat(world.admitted()).hasSize(1);

    request(Signal.RESTRICTION, true);
    world.services.repair().handle(new RepairSubject(ANN, "run"));
    world.corpus.handle(new Withdraw(ANN, "restriction"));
    world.corpus.handle(new Withdraw(ANN, "restriction"));

    assertThat(world.admitted()).isEmpty();
    assertThat(world.inCorpus("withdrawn")).hasSize(1);
    assertThat(records()).isEqualTo(2);
  }

  @Test
  void requestRepeatedAfterACrashBeforePublishingWithdrawsTheContent() {
    world.createPrompt(ANN, "old");
    InterceptedPorts.Interceptor crash =
        new InterceptedPorts.Interceptor() {
          @Override
          public void before(String operation) {
            throw new IllegalStateException("no connection");
          }
        };
    ConsentService crashing =
        world
            .on(
                Ports.of(world.cloud)
                    .with(InterceptedPorts.wrap(Tasks.class, world.cloud.tasks(), crash)))
            .consent();

    assertThatThrownBy(() -> crashing.signal(ANN, Signal.RESTRICTION, true, later()))
        .hasMessage("no connection");
    assertThat(state().isInForce(Signal.RESTRICTION)).isTrue();
    world.runTasks();
    assertThat(world.admitted()).hasSize(1);

    request(Signal.RESTRICTION, true);
    world.runTasks();
    assertThat(world.admitted()).isEmpty();
    assertThat(state().restrictedSince()).isEqualTo(Optional.of(at(110)));
  }

  @Test
  void requestBeforeTheAccountsEventIsKept() {
    SubjectId ben = new SubjectId("ben");
    DocumentChange created = world.write(World.account(ben), Fields.empty());
    world.consents.signal(ben, Signal.OBJECTION, true, later());

    world.consents.accountWritten(ben, created);

    assertThat(world.consents.signals(ben).objects()).isTrue();
    assertThat(ConsentHistory.of(ConsentRecord.all(world.subjects, ben)))
        .extracting(ConsentPeriod::state)
        .endsWith(ConsentState.WITHDRAWN);
  }

  @Test
  @Keeps("P23")
  void erasedSubjectHasNoSignals() {
    world.consents.end(ANN, "deleted", tx -> 1);

    assertThatThrownBy(this::state).isInstanceOf(ErasedSubject.class);
    assertThatThrownBy(() -> request(Signal.RESTRICTION, true)).isInstanceOf(ErasedSubject.class);
  }

  @Test
  @Keeps("P23")
  void signalsAreRecordedWhileAnErasureIsRequested() {
    world.erasures.request(ANN, "requested");
    request(Signal.OBJECTION, true);
    world.erasures.undo(ANN);

    assertThat(state().objects()).isTrue();
  }

  @Test
  void payingSubjectCanObjectAndRestrict() {
    world.subscribe(ANN, "cus_1");

    request(Signal.OBJECTION, true);
    request(Signal.RESTRICTION, true);

    assertThat(world.gate.decisionForNewContent(ANN).reasons())
        .containsExactlyInAnyOrder(
            GateReason.PAID_NOW,
            GateReason.PAID_WHEN_CREATED,
            GateReason.PAID_SINCE_CREATED,
            GateReason.OBJECTION,
            GateReason.RESTRICTED);
  }
}
