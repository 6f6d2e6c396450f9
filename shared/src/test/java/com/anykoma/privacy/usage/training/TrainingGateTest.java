package com.anykoma.privacy.usage.training;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Purpose;
import com.anykoma.privacy.changes.policy.Policies;
import com.anykoma.privacy.changes.policy.Policy;
import com.anykoma.privacy.subject.Objection;
import com.anykoma.privacy.subject.Objection.Signal;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests every reason of the gate, alone and combined, and the exact time at which it applies. */
class TrainingGateTest {
  private static final String HASH = "a".repeat(64);
  private static final Instant NOW = at(10_000);
  private static final Policies GRANTING =
      new Policies("Us", List.of(new Policy("v1", at(500), true, HASH)));

  private static GateDecision admission(GateInput stamps) {
    return admission(stamps, GRANTING, NOW);
  }

  private static GateDecision admission(GateInput stamps, Policies policies, Instant now) {
    return new TrainingGate(policies)
        .admission(Purpose.IMPROVEMENT, stamps.facts(), Optional.of(stamps.stamp()), now);
  }

  private static Objection objecting(Signal signal) {
    return Objection.NONE.with(signal, true, at(5_000));
  }

  @Test
  @Keeps("P3")
  void contentWithoutAnyReasonIsAdmitted() {
    assertThat(admission(GateInput.eligible()).reasons()).isEmpty();
    assertThat(admission(GateInput.eligible()).eligible()).isTrue();
  }

  static Stream<Arguments> singleReasons() {
    GateInput good = GateInput.eligible();
    return Stream.of(
        arguments(GateReason.UNKNOWN_SUBJECT, good.unknown()),
        arguments(GateReason.ERASED_SUBJECT, good.erased()),
        arguments(GateReason.ERASURE_REQUESTED, good.erasureRequested()),
        arguments(GateReason.FORMER_LIFE, good.epoch(1)),
        arguments(GateReason.PAID_WHEN_CREATED, good.stampedProtected()),
        arguments(
            GateReason.PAID_SINCE_CREATED,
            good.subscriptions(created("s").after(2_000), deleted("s").after(3_000))),
        arguments(GateReason.NOT_GRANTED_WHEN_CREATED, good.policy(Optional.empty())),
        arguments(GateReason.NOT_GRANTED_WHEN_CREATED, good.policy(Optional.of("v9"))),
        arguments(GateReason.NOT_GRANTED_WHEN_CREATED, good.created(at(499))),
        arguments(GateReason.OBJECTION, good.objection(objecting(Signal.OBJECTION))),
        arguments(GateReason.OBJECTION, good.objection(objecting(Signal.GPC))),
        arguments(GateReason.RESTRICTED, good.objection(objecting(Signal.RESTRICTION))),
        arguments(GateReason.DELETED, good.marked(Optional.of(at(1)), false, false)),
        arguments(GateReason.SENSITIVE, good.marked(Optional.empty(), true, false)),
        arguments(GateReason.LEGAL_HOLD, good.marked(Optional.empty(), false, true)));
  }

  @ParameterizedTest
  @MethodSource("singleReasons")
  @Keeps({"P3", "P6", "P8", "P25", "E1", "E2"})
  void singleReasonRefusesContent(GateReason reason, GateInput stamps) {
    assertThat(admission(stamps).reasons()).containsExactly(reason);
    assertThat(admission(stamps).eligible()).isFalse();
  }

  @Test
  @Keeps("P7")
  void currentPayersContentIsAllRefused() {
    assertThat(admission(GateInput.eligible().subscriptions(created("s").after(2_000))).reasons())
        .containsExactly(GateReason.PAID_NOW, GateReason.PAID_SINCE_CREATED);
    assertThat(admission(GateInput.eligible().subscriptions(created("s").after(900))).reasons())
        .containsExactly(
            GateReason.PAID_WHEN_CREATED, GateReason.PAID_NOW, GateReason.PAID_SINCE_CREATED);
  }

  @Test
  @Keeps("P3")
  void contentWithoutStampIsRefused() {
    GateDecision decision =
        new TrainingGate(GRANTING)
            .admission(Purpose.IMPROVEMENT, GateInput.eligible().facts(), Optional.empty(), NOW);

    assertThat(decision.reasons()).containsExactly(GateReason.NOT_STAMPED);
  }

  @Test
  void allReasonsAreReportedTogether() {
    GateInput worst =
        GateInput.eligible()
            .objection(objecting(Signal.GPC))
            .unknown()
            .subscriptions(created("s").after(900))
            .created(at(1_000))
            .stampedProtected()
            .policy(Optional.empty())
            .marked(Optional.of(at(1)), true, true);
    GateInput all =
        new GateInput(
            new SubjectFacts(
                false,
                Optional.empty(),
                true,
                true,
                7,
                worst.facts().subscriptions(),
                objecting(Signal.GPC).with(Signal.RESTRICTION, true, at(5_000))),
            worst.stamp());

    GateDecision decision =
        new TrainingGate(new Policies("Us", List.of()))
            .release(Purpose.SECURITY, all.facts(), Optional.of(all.stamp()), false, NOW);

    assertThat(decision.reasons())
        .containsExactlyElementsOf(EnumSet.complementOf(EnumSet.of(GateReason.NOT_STAMPED)));
  }

  @ParameterizedTest
  @EnumSource(Purpose.class)
  @Keeps({"P4", "P9", "P33"})
  void gateAdmitsOnlyForImprovement(Purpose purpose) {
    GateDecision decision =
        new TrainingGate(GRANTING)
            .admission(
                purpose,
                GateInput.eligible().facts(),
                Optional.of(GateInput.eligible().stamp()),
                NOW);

    assertThat(decision.eligible()).isEqualTo(purpose == Purpose.IMPROVEMENT);
    if (purpose != Purpose.IMPROVEMENT) {
      assertThat(decision.reasons()).containsExactly(GateReason.WRONG_PURPOSE);
    }
  }

  @Test
  @Keeps({"P3", "P5"})
  void releaseRequiresADeidentifiedCopy() {
    TrainingGate gate = new TrainingGate(GRANTING);
    GateInput good = GateInput.eligible();

    assertThat(
            gate.release(Purpose.IMPROVEMENT, good.facts(), Optional.of(good.stamp()), false, NOW)
                .reasons())
        .containsExactly(GateReason.NO_DEIDENTIFIED_COPY);
    assertThat(
            gate.release(Purpose.IMPROVEMENT, good.facts(), Optional.of(good.stamp()), true, NOW)
                .eligible())
        .isTrue();
  }

  @Test
  @Keeps({"P8", "E1", "E2"})
  void paidTimeIncludesTheSecondOfItsEnd() {
    GateInput paid =
        GateInput.eligible().subscriptions(created("s").after(800), deleted("s").after(900));

    assertThat(admission(paid.created(at(899))).eligible()).isFalse();
    assertThat(admission(paid.created(at(900))).eligible()).isFalse();
    assertThat(admission(paid.created(at(901).minusNanos(1_000))).eligible()).isFalse();
    assertThat(admission(paid.created(at(901))).eligible()).isTrue();
    assertThat(admission(paid.created(at(799))).eligible()).isFalse();
  }

  @Test
  @Keeps("E7")
  void paidPeriodEndsExactly() {
    GateInput paid =
        GateInput.eligible()
            .subscriptions(
                created("s").after(600).paidUntil(900), deleted("s").after(700).paidUntil(900));

    assertThat(admission(paid.created(at(900).minusNanos(1_000))).eligible()).isFalse();
    assertThat(admission(paid.created(at(900))).eligible()).isTrue();
    assertThat(admission(paid.created(at(901)), GRANTING, at(900).minusNanos(1_000)).reasons())
        .contains(GateReason.PAID_NOW);
  }

  @Test
  @Keeps({"P1", "P36"})
  void policyGrantsFromItsEffectiveTime() {
    assertThat(admission(GateInput.eligible().created(at(500).minusNanos(1_000))).eligible())
        .isFalse();
    assertThat(admission(GateInput.eligible().created(at(500))).eligible()).isTrue();
    assertThat(admission(GateInput.eligible(), GRANTING, at(500).minusNanos(1_000)).reasons())
        .containsExactly(GateReason.NOT_GRANTED_NOW);
  }

  @Test
  @Keeps("P36")
  void laterPolicyWithoutGrantRefusesContent() {
    Policies later =
        new Policies(
            "Us",
            List.of(
                new Policy("v1", at(500), true, HASH), new Policy("v2", at(5_000), false, HASH)));

    assertThat(admission(GateInput.eligible(), later, at(4_999)).eligible()).isTrue();
    assertThat(admission(GateInput.eligible(), later, at(5_000)).reasons())
        .containsExactly(GateReason.NOT_GRANTED_NOW);
    assertThat(
            admission(GateInput.eligible().policy(Optional.of("v2")), later, at(4_999)).reasons())
        .containsExactly(GateReason.NOT_GRANTED_WHEN_CREATED);
  }

  @Test
  @Keeps("P36")
  void laterGrantIsNotRetroactive() {
    Policies later =
        new Policies(
            "Us",
            List.of(
                new Policy("v1", at(500), false, HASH), new Policy("v2", at(5_000), true, HASH)));

    assertThat(admission(GateInput.eligible(), later, NOW).reasons())
        .containsExactly(GateReason.NOT_GRANTED_WHEN_CREATED);
    assertThat(admission(GateInput.eligible().policy(Optional.of("v2")), later, NOW).reasons())
        .containsExactly(GateReason.NOT_GRANTED_WHEN_CREATED);
  }

  @Test
  @Keeps("P25")
  void liftedObjectionFreesOnlyLaterContent() {
    GateInput lifted =
        GateInput.eligible()
            .objection(objecting(Signal.OBJECTION).with(Signal.OBJECTION, false, at(6_000)));

    assertThat(admission(lifted.created(at(6_000).minusNanos(1_000))).reasons())
        .containsExactly(GateReason.OBJECTION);
    assertThat(admission(lifted.created(at(6_000))).eligible()).isTrue();
  }

  @Test
  @Keeps({"P25", "P38"})
  void liftedRestrictionFreesOnlyLaterContent() {
    GateInput lifted =
        GateInput.eligible()
            .objection(objecting(Signal.RESTRICTION).with(Signal.RESTRICTION, false, at(6_000)));

    assertThat(admission(lifted.created(at(6_000).minusNanos(1_000))).reasons())
        .containsExactly(GateReason.OBJECTION);
    assertThat(admission(lifted.created(at(6_000))).eligible()).isTrue();
  }

  @Test
  @Keeps("P38")
  void restrictionOutlivesAWithdrawnObjection() {
    Objection both = objecting(Signal.OBJECTION).with(Signal.RESTRICTION, true, at(5_500));

    GateInput one = GateInput.eligible().objection(both.with(Signal.OBJECTION, false, at(6_000)));

    assertThat(admission(one.created(at(7_000))).reasons()).containsExactly(GateReason.RESTRICTED);
  }

  @Test
  @Keeps("P25")
  void liftingOneOfTwoSignalsHasNoEffect() {
    Objection both = objecting(Signal.OBJECTION).with(Signal.GPC, true, at(5_500));

    GateInput one = GateInput.eligible().objection(both.with(Signal.OBJECTION, false, at(6_000)));

    assertThat(admission(one.created(at(7_000))).reasons()).containsExactly(GateReason.OBJECTION);
  }

  @Test
  @Keeps({"P3", "P8"})
  void contentOfAnEarlierEpochIsRefused() {
    assertThat(admission(GateInput.eligible().epoch(1)).reasons())
        .containsExactly(GateReason.FORMER_LIFE);
  }

  @Test
  void everyReasonHasACodeAndADescription() {
    assertThat(GateReason.values())
        .allSatisfy(
            it -> {
              assertThat(it.code()).matches("[a-z-]+");
              assertThat(it.description()).isNotBlank();
            })
        .extracting(GateReason::description)
        .doesNotHaveDuplicates();
  }
}
