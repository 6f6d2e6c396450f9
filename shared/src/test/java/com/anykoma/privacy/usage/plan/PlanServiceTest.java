package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.updated;
import static com.anykoma.privacy.usage.plan.SubscriptionFixtures.PLANS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import com.anykoma.privacy.Alarms;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Ports;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.FlakyDocuments;
import com.anykoma.privacy.platform.FlakyDocuments.Next;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.usage.consent.ConsentRecord;
import com.anykoma.privacy.usage.plan.PlanService.EventResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanServiceTest {
  private static final SubjectId ANN = new SubjectId("u1");

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

  private PlanStatus status() {
    return world.gate.planStatus(ANN);
  }

  private EventResult apply(EventFixtures event) {
    return world.plans.apply(event.event());
  }

  private List<String> unsettled() {
    return world.cloud.tasks().lease(100, Duration.ofSeconds(1)).stream()
        .map(it -> it.task().topic())
        .sorted()
        .toList();
  }

  @Test
  @Keeps({"P6", "P7"})
  void firstEventCostsFourReadsAndFourWritesPlusItsAuditEntry() {
    long entries = world.cloud.documents().count(Query.in(OwnCollections.AUDIT));
    world.cloud.counts().reset();

    EventResult outcome = apply(created("s").named("u1"));

    Map<String, Long> counts = world.cloud.counts().snapshot();
    assertThat(outcome).isEqualTo(EventResult.APPLIED);
    assertThat(counts).containsEntry("documents.transaction", 1L);
    assertThat(world.cloud.counts().of("documents.read")).isLessThanOrEqualTo(4);
    assertThat(world.cloud.counts().of("documents.write")).isLessThanOrEqualTo(4 + 1);
    assertThat(world.cloud.documents().count(Query.in(OwnCollections.AUDIT)))
        .isEqualTo(entries + 1);
    assertThat(counts.keySet()).noneMatch(it -> it.startsWith("billing."));
    assertThat(status().plan()).isEqualTo("pro");
  }

  @Test
  @Keeps("P7")
  void productsMetadataNameThePlanOfAPriceThatIsNotListed() {
    world.cloud.billing().putProduct("prod_1", List.of("monthly", "pro"));
    world.cloud.counts().reset();

    apply(created("s").named("u1").unknownPrice());

    assertThat(status().plan()).isEqualTo("pro");
    assertThat(status().paidFeatures()).isTrue();
    assertThat(world.cloud.counts().of("billing.plan-names")).isEqualTo(1);
  }

  private PlanService whereAProductCannotBeRead() {
    Billing failing = InterceptedPorts.failFirst(Billing.class, world.cloud.billing(), "planNames");
    return world.on(Ports.of(world.cloud).with(failing)).plan();
  }

  @Test
  @Keeps({"P7", "P8"})
  void unreadProductProtectsAtOnceAndTheNextDeliveryDecides() {
    SubscriptionEvent event = created("s").named("u1").unknownPrice().event();
    world.cloud.billing().putProduct("prod_1", List.of("pro"));
    PlanService failing = whereAProductCannotBeRead();

    assertThatThrownBy(() -> failing.apply(event)).hasMessage("refused planNames");
    world.runTasks();
    assertThat(status()).isEqualTo(new PlanStatus("free", false, true, List.of("unknown-price")));

    assertThat(failing.apply(event)).isEqualTo(EventResult.APPLIED);
    world.runTasks();
    assertThat(status())
        .isEqualTo(new PlanStatus("pro", true, true, List.of("subscription-active")));
    assertThat(world.cloud.accounts().get(ANN).orElseThrow().claims())
        .isEqualTo(Map.of("plan", "pro", "paidFeatures", true));
    assertThat(failing.apply(event)).isEqualTo(EventResult.DUPLICATE);
  }

  @Test
  @Keeps({"P8", "E8"})
  void deliveriesThatCannotReadTheProductHaveOneEffect() {
    SubscriptionEvent event = created("s").named("u1").unknownPrice().event();
    assertThatThrownBy(() -> whereAProductCannotBeRead().apply(event))
        .hasMessage("refused planNames");
    Map<DocumentPath, Fields> before = world.allDocuments();

    assertThatThrownBy(() -> whereAProductCannotBeRead().apply(event))
        .hasMessage("refused planNames");

    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  @Keeps({"P7", "E33"})
  void unreadProductOfAnUnknownCustomerIsReadOnceTheCustomerIsKnown() {
    SubscriptionEvent event = created("s").after(5).unknownPrice().event();
    world.cloud.billing().putProduct("prod_1", List.of("pro"));
    assertThatThrownBy(() -> whereAProductCannotBeRead().apply(event))
        .hasMessage("refused planNames");

    apply(EventFixtures.customerCreated("cus_1").named("u1").after(1));
    world.runTasks();

    assertThat(status().plan()).isEqualTo("pro");
  }

  @Test
  @Keeps("P7")
  void answerOfStripeIsCompletedLikeAnEvent() {
    world.cloud.billing().putProduct("prod_1", List.of("pro"));
    apply(created("s").named("u1").after(5).unknownPrice().status(SubscriptionStatus.INCOMPLETE));
    world.cloud.billing().put(updated("s").unknownPrice().subscription());

    apply(updated("s").after(5).unknownPrice());

    assertThat(status().plan()).isEqualTo("pro");
    assertThat(status().paidFeatures()).isTrue();
  }

  @Test
  @Keeps("E8")
  void duplicateWritesNothing() {
    apply(created("s").named("u1"));
    Map<DocumentPath, Fields> before = world.allDocuments();
    world.cloud.counts().reset();

    EventResult outcome = apply(created("s").named("u1"));

    assertThat(outcome).isEqualTo(EventResult.DUPLICATE);
    assertThat(world.cloud.counts().of("documents.write")).isZero();
    assertThat(world.cloud.counts().of("documents.transaction")).isEqualTo(1);
    assertThat(world.allDocuments()).isEqualTo(before);
  }

  @Test
  void eventWithoutAChangeWritesNothing() {
    apply(created("s").named("u1").after(1));
    world.cloud.counts().reset();

    assertThat(apply(EventFixtures.invoice("s").after(5))).isEqualTo(EventResult.UNCHANGED);
    assertThat(world.cloud.counts().of("documents.write")).isZero();
    assertThat(world.cloud.counts().snapshot().keySet()).noneMatch(it -> it.startsWith("billing."));
  }

  @Test
  @Keeps("E8")
  void hundredConcurrentDeliveriesHaveOneEffect() throws InterruptedException {
    SubscriptionEvent event = created("s").named("u1").event();

    List<EventResult> outcomes =
        Concurrently.run(
            Collections.nCopies(100, (Callable<EventResult>) () -> world.plans.apply(event)));

    assertThat(outcomes).containsOnly(EventResult.APPLIED, EventResult.DUPLICATE);
    assertThat(Collections.frequency(outcomes, EventResult.APPLIED)).isEqualTo(1);
    assertThat(ConsentRecord.all(world.subjects, ANN)).hasSize(2);
    assertThat(unsettled()).containsExactly("claims", "redrive", "repair", "withdraw");
  }

  @Test
  @Keeps("E8")
  void overlappingDeliveriesGiveTheSameResultAsOrderedOnes() throws InterruptedException {
    List<EventFixtures> events =
        List.of(
            created("s1").named("u1").after(1).status(SubscriptionStatus.INCOMPLETE),
            updated("s1").named("u1").after(2).paidUntil(900),
            created("s2").named("u1").after(3).plan("master"),
            deleted("s2").named("u1").after(9).plan("master"),
            updated("s1").named("u1").after(12).status(SubscriptionStatus.PAST_DUE).paidUntil(900));
    List<Callable<EventResult>> work =
        events.stream().map(it -> (Callable<EventResult>) () -> apply(it)).toList();

    Concurrently.run(work);

    Subscriptions subscriptions = Subscriptions.of(world.subjects.get(ANN).orElseThrow());
    assertThat(subscriptions)
        .isEqualTo(SubscriptionFixtures.of(events.toArray(EventFixtures[]::new)));
    assertThat(status().reasons()).containsExactly("subscription-past-due");
  }

  @Test
  @Keeps("E8")
  void ambiguousSecondIsResolvedByOneRequestToStripe() {
    apply(created("s").named("u1").after(5).status(SubscriptionStatus.INCOMPLETE));
    world.cloud.billing().put(updated("s").status(SubscriptionStatus.PAST_DUE).subscription());
    world.cloud.counts().reset();

    EventResult outcome = apply(updated("s").after(5));

    assertThat(outcome).isEqualTo(EventResult.APPLIED);
    assertThat(world.cloud.counts().of("billing.subscription")).isEqualTo(1);
    assertThat(status().reasons()).containsExactly("subscription-past-due");
    apply(updated("s").after(5));
    assertThat(world.cloud.counts().of("billing.subscription")).isEqualTo(1);
  }

  @Test
  @Keeps("E8")
  void ambiguousSecondWithoutAnswerIsOrderedByTypeThenArrival() {
    apply(deleted("s").named("u1").after(5));
    apply(updated("s").after(5));
    assertThat(status().isProtected()).isFalse();

    apply(created("t").after(7).status(SubscriptionStatus.INCOMPLETE));
    apply(updated("t").after(7).id("evt_a"));
    assertThat(status().reasons()).containsExactly("subscription-active");
    apply(updated("t").after(7).id("evt_b").status(SubscriptionStatus.UNPAID));
    assertThat(status().reasons()).containsExactly("subscription-unpaid");
  }

  @Test
  void eventOlderThanTheLatestIsNotAmbiguous() {
    apply(created("s").named("u1").after(5).status(SubscriptionStatus.INCOMPLETE));
    apply(updated("s").after(9).status(SubscriptionStatus.UNPAID));
    world.cloud.counts().reset();

    apply(updated("s").after(5));

    assertThat(world.cloud.counts().of("billing.subscription")).isZero();
    assertThat(status().reasons()).containsExactly("subscription-unpaid");
  }

  @Test
  @Keeps({"E8", "E33"})
  void parkedEventIsAppliedOnceItsCustomerIsKnown() {
    assertThat(apply(created("s").after(5).paidUntil(90))).isEqualTo(EventResult.PARKED);
    assertThat(apply(created("s").after(5).paidUntil(90))).isEqualTo(EventResult.PARKED);
    assertThat(status().isProtected()).isFalse();

    assertThat(apply(EventFixtures.customerCreated("cus_1").named("u1").after(1)))
        .isEqualTo(EventResult.APPLIED);
    world.runTasks();

    assertThat(status().plan()).isEqualTo("pro");
    assertThat(Subscriptions.of(world.subjects.get(ANN).orElseThrow()))
        .isEqualTo(SubscriptionFixtures.of(created("s").after(5).paidUntil(90)));
    assertThat(apply(created("s").after(5).paidUntil(90))).isEqualTo(EventResult.DUPLICATE);
  }

  @Test
  @Keeps({"E8", "E33"})
  void parkingThatRacesWithTheOwnerLosesNoEvent() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      String customer = "cus_race_" + i;
      EventFixtures first =
          EventFixtures.checkout("s" + i).of(customer).named("u1").after(i).id("evt_m" + i);
      EventFixtures second = created("s" + i).of(customer).after(100 + i).id("evt_s" + i);

      Concurrently.run(List.of(() -> apply(first), () -> apply(second)));
      world.runTasks();

      Subscriptions subscriptions = Subscriptions.of(world.subjects.get(ANN).orElseThrow());
      assertThat(subscriptions.histories()).containsKey("s" + i);
      assertThat(subscriptions.statusAt(at(100 + i), PLANS).plan()).isEqualTo("pro");
    }
    assertThat(FlakyDocuments.all(world.cloud.documents(), "stripeEvents"))
        .allSatisfy(it -> assertThat(it.fields().string("state")).contains("applied"));
  }

  @Test
  @Keeps({"E8", "E33"})
  void unreadableParkedEventBlocksNoOther() {
    DocumentPath unreadable = DocumentPath.of("stripeEvents", "evt_a");
    apply(created("s1").of("cus_x").after(100).id("evt_0"));
    world
        .cloud
        .documents()
        .create(
            unreadable,
            Fields.empty()
                .with("state", "parked")
                .with("customer", "cus_x")
                .with("recordedAt", world.clock.instant())
                .with("type", 7L));
    apply(created("s2").of("cus_x").after(101).id("evt_z"));
    apply(EventFixtures.checkout("s3").of("cus_x").named("u1").after(102).id("evt_m"));

    try (Alarms alarms = new Alarms()) {
      world.services.redrive().redrive("cus_x");

      assertThat(alarms.messages())
          .singleElement(STRING)
          .contains("skipped where=stripeEvents item=evt_a");
    }

    assertThat(Subscriptions.of(world.subjects.get(ANN).orElseThrow()).histories())
        .containsKeys("s1", "s2");
    assertThat(world.cloud.documents().get(unreadable).orElseThrow().fields().string("state"))
        .contains("parked");
  }

  @Test
  @Keeps("E33")
  void eventWithoutOwnerStaysParked() {
    apply(created("s").of("cus_x"));

    world.services.redrive().redrive("cus_x");
    world.services.redrive().redrive("cus_y");

    assertThat(FlakyDocuments.all(world.cloud.documents(), "stripeEvents"))
        .singleElement()
        .satisfies(it -> assertThat(it.fields().string("state")).contains("parked"));
  }

  @Test
  @Keeps("E8")
  void markIsWrittenAtomicallyWithItsEffect() {
    for (Next fate : List.of(Next.IS_LOST, Next.IS_DONE_WITHOUT_ANSWER)) {
      String name = "s-" + fate;
      FlakyDocuments documents = new FlakyDocuments(world.cloud.documents());
      PlanService plans = world.on(Ports.of(world.cloud).with((Documents) documents)).plan();
      SubscriptionEvent event = created(name).named("u1").id("evt_" + fate).event();
      documents.next(fate);

      assertThatThrownBy(() -> plans.apply(event)).isInstanceOf(IllegalStateException.class);

      boolean marked =
          world.cloud.documents().get(DocumentPath.of("stripeEvents", event.id())).isPresent();
      boolean effective =
          Subscriptions.of(world.subjects.get(ANN).orElseThrow()).histories().containsKey(name);
      assertThat(marked).isEqualTo(effective).isEqualTo(fate == Next.IS_DONE_WITHOUT_ANSWER);
      plans.apply(event);
      assertThat(Subscriptions.of(world.subjects.get(ANN).orElseThrow()).histories())
          .containsKey(name);
    }
    assertThat(unsettled()).contains("claims", "redrive", "repair", "withdraw");
  }

  @Test
  @Keeps("E8")
  void redeliveryPublishesTasksThatFailedBefore() {
    PlanService failing =
        world
            .on(
                Ports.of(world.cloud)
                    .with(
                        (Tasks)
                            tasks -> {
                              throw new IllegalStateException("the queue is down");
                            }))
            .plan();

    assertThatThrownBy(() -> failing.apply(created("s").named("u1").event()))
        .hasMessage("the queue is down");
    assertThat(unsettled()).isEmpty();
    assertThatThrownBy(() -> failing.apply(created("s").named("u1").event()))
        .hasMessage("the queue is down");

    assertThat(apply(created("s").named("u1"))).isEqualTo(EventResult.DUPLICATE);
    assertThat(unsettled()).containsExactly("claims", "redrive", "repair", "withdraw");
  }

  @Test
  @Keeps({"E23", "E32"})
  void customersOfOneSubjectAreCombined() {
    world.signUp("u10");
    apply(created("s1").of("cus_1").named("u1").plan("starter").after(1));
    apply(created("s2").of("cus_2").named("u1").plan("master").after(2));
    apply(created("s3").of("cus_3").named("u10").plan("starter").after(3));

    assertThat(status().plan()).isEqualTo("master");
    assertThat(world.gate.planStatus(new SubjectId("u10")).plan()).isEqualTo("starter");
  }

  @Test
  @Keeps({"P23", "E13", "E19"})
  void nothingIsWrittenForAnErasedSubject() {
    apply(created("s").named("u1").after(1));
    world.consents.end(ANN, "deleted", tx -> 1);
    Map<DocumentPath, Fields> before = world.allDocuments();
    world.cloud.counts().reset();

    assertThat(apply(updated("s").after(5))).isEqualTo(EventResult.ERASED);
    assertThat(apply(created("t").of("cus_2").named("u1").after(6))).isEqualTo(EventResult.ERASED);
    assertThat(apply(EventFixtures.customerDeleted("cus_1").after(9)))
        .isEqualTo(EventResult.ERASED);

    assertThat(world.allDocuments()).isEqualTo(before);
    assertThat(world.cloud.counts().of("documents.write")).isZero();
    // the live subscription at Stripe is queued for erasure
    assertThat(world.cloud.counts().of("tasks.publish")).isEqualTo(2);
  }
}
