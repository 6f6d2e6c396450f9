package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.checkout;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.customerDeleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.invoice;
import static com.anykoma.privacy.usage.plan.EventFixtures.updated;
import static com.anykoma.privacy.usage.plan.SubscriptionFixtures.PLANS;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.yaml.Setting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the edge cases of a subject's subscriptions. */
class SubscriptionsTest {
  private static final Instant LATER = at(1_000_000);

  @Test
  void subjectWithoutSubscriptionIsFree() {
    assertThat(Subscriptions.NONE.statusAt(at(0), PLANS))
        .isEqualTo(new PlanStatus("free", false, false, List.of()));
    assertThat(Subscriptions.NONE.protectedThrough(at(0))).isEqualTo(Instant.MIN);
  }

  @Test
  @Keeps("E8")
  void repeatedEventChangesNothing() {
    Subscriptions once = SubscriptionFixtures.of(created("s").after(1), updated("s").after(5));
    Subscriptions often =
        SubscriptionFixtures.of(
            created("s").after(1),
            updated("s").after(5),
            created("s").after(1),
            updated("s").after(5));

    assertThat(often).isEqualTo(once);
  }

  @Test
  @Keeps("E8")
  void lateOlderUpdateDoesNotUndoTheEnd() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").after(1), deleted("s").after(9), updated("s").after(5));

    assertThat(subscriptions.statusAt(at(9), PLANS).isProtected()).isFalse();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(10));
  }

  @Test
  void deletedCustomerEndsItsSubscriptions() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(created("s").after(1), customerDeleted("cus_1").after(9));
    Subscriptions backwards =
        SubscriptionFixtures.of(customerDeleted("cus_1").after(9), created("s").after(1));

    for (Subscriptions each : List.of(subscriptions, backwards)) {
      assertThat(each.statusAt(at(8), PLANS).isProtected()).isTrue();
      assertThat(each.statusAt(at(9), PLANS).isProtected()).isFalse();
      assertThat(each.protectedThrough(LATER)).isEqualTo(at(10));
    }
  }

  @Test
  void deletedCustomerKeepsThePaidPeriod() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").after(1).paidUntil(50), customerDeleted("cus_1").after(9));

    assertThat(subscriptions.statusAt(at(49), PLANS).isProtected()).isTrue();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(50));
  }

  @Test
  void invoiceOlderThanTheStateChangesNothing() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(created("s").after(1), deleted("s").after(9));

    assertThat(
            SubscriptionFixtures.with(
                subscriptions, invoice("s").after(5).event(), Optional.empty()))
        .isEqualTo(subscriptions);
    assertThat(
            SubscriptionFixtures.with(
                subscriptions, invoice("s").after(20).event(), Optional.empty()))
        .isEqualTo(subscriptions);
  }

  @Test
  @Keeps("P8")
  void laterAnswerDoesNotFreeTheTimeBeforeIt() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").after(1).status(SubscriptionStatus.INCOMPLETE).id("evt_a"));
    SubscriptionEvent active = updated("s").after(1).id("evt_b").event();

    Subscriptions settled =
        SubscriptionFixtures.with(
            subscriptions, active, Optional.of(deleted("s").after(99).subscription()));

    assertThat(SubscriptionFixtures.isAmbiguous(subscriptions, active)).isTrue();
    assertThat(settled.statusAt(at(50), PLANS).isProtected()).isTrue();
    assertThat(settled.statusAt(at(50), PLANS).reasons()).containsExactly("unknown-status");
    Subscriptions ended =
        SubscriptionFixtures.with(settled, deleted("s").after(99).event(), Optional.empty());
    assertThat(ended.protectedThrough(LATER)).isEqualTo(at(100));
  }

  @Test
  @Keeps("P8")
  void longerPaidPeriodCountsForEqualStatesOfOneSecond() {
    EventFixtures shorter = updated("s").after(9).id("evt_a");
    EventFixtures longer = updated("s").after(9).id("evt_b").paidUntil(50);

    for (List<EventFixtures> order : List.of(List.of(shorter, longer), List.of(longer, shorter))) {
      List<SubscriptionEvent> events =
          new ArrayList<>(order.stream().map(EventFixtures::event).toList());
      events.add(customerDeleted("cus_1").after(9).event());
      assertThat(SubscriptionFixtures.of(events).protectedThrough(LATER)).isEqualTo(at(50));
    }
  }

  @Test
  void boundedHistoryKeepsTheLatestState() {
    List<SubscriptionEvent> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      SubscriptionStatus status =
          i % 2 == 0 ? SubscriptionStatus.ACTIVE : SubscriptionStatus.PAST_DUE;
      events.add(updated("s").after(i).status(status).event());
    }
    events.add(deleted("s").after(200).event());

    Subscriptions subscriptions = SubscriptionFixtures.of(events);

    assertThat(subscriptions.histories().values())
        .allSatisfy(it -> assertThat(it.seen()).hasSizeLessThanOrEqualTo(32));
    assertThat(subscriptions.statusAt(at(199), PLANS).reasons())
        .containsExactly("subscription-past-due");
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(201));
  }

  @Test
  @Keeps({"P8", "E2"})
  void boundingALongHistoryNeverReducesProtection() {
    List<SubscriptionEvent> events = new ArrayList<>();
    events.add(created("s").after(1).event());
    for (int i = 0; i < 90; i++) {
      SubscriptionStatus status =
          i % 2 == 0 ? SubscriptionStatus.ACTIVE : SubscriptionStatus.PAST_DUE;
      events.add(updated("s").after(100 + i).plan("free").status(status).event());
    }

    Subscriptions subscriptions = SubscriptionFixtures.of(events);

    assertThat(subscriptions.histories().values())
        .allSatisfy(it -> assertThat(it.seen()).hasSizeLessThanOrEqualTo(32));
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(101));
    assertThat(subscriptions.statusAt(at(188), PLANS).isProtected()).isFalse();
  }

  private static Plans plans(String yaml) {
    return PlanCatalog.read(Setting.parse("plans.yaml", "plans: " + yaml)).plans();
  }

  @Test
  @Keeps({"P7", "P8"})
  void removedPlanProtectsGrantsNothingAndIsWrittenUnchanged() {
    Subscriptions subscriptions = SubscriptionFixtures.of(created("s").after(1).plan("pro"));
    Fields written = subscriptions.write();
    Plans without = plans("{ free: { paid: no }, starter: { paid: yes } }");

    Subscriptions read = Subscriptions.of(new SubjectRecord(Fields.empty().with("plan", written)));

    assertThat(read.statusAt(at(2), without))
        .isEqualTo(new PlanStatus("free", false, true, List.of("subscription-active")));
    assertThat(read.write()).isEqualTo(written);
    assertThat(read.statusAt(at(2), PLANS).plan()).isEqualTo("pro");
  }

  @Test
  @Keeps("P8")
  void observationStaysPaidIfItsPlanIsPaidNoMore() {
    Subscriptions subscriptions = SubscriptionFixtures.of(created("s").after(1).plan("pro"));

    PlanStatus status =
        subscriptions.statusAt(at(2), plans("{ free: { paid: no }, pro: { paid: no } }"));

    assertThat(status)
        .isEqualTo(new PlanStatus("pro", false, true, List.of("subscription-active")));
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(Instant.MAX);
  }

  @Test
  @Keeps("P8")
  void observationThatDoesNotSayWhetherItWasPaidProtects() {
    Fields written = SubscriptionFixtures.of(created("s").after(1).plan("free")).write();
    Fields history = written.map("subscriptions").map("s");
    Fields observation = history.maps("seen").get(0).without("paid");
    Fields older =
        written.with(
            "subscriptions", Fields.empty().with("s", history.with("seen", List.of(observation))));

    Subscriptions read = Subscriptions.of(new SubjectRecord(Fields.empty().with("plan", older)));

    assertThat(read.isProtectedAt(at(2))).isTrue();
  }

  @Test
  void orderOfTheFileDecidesBetweenTwoPlans() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s1").after(1).plan("pro"), created("s2").after(2).plan("master"));
    Plans reversed = plans("{ free: { paid: no }, master: { paid: yes }, pro: { paid: yes } }");

    assertThat(subscriptions.statusAt(at(3), PLANS).plan()).isEqualTo("master");
    assertThat(subscriptions.statusAt(at(3), reversed).plan()).isEqualTo("pro");
  }

  @Test
  void writtenSubscriptionsAreReadBack() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            checkout("s0").after(1),
            created("s1").after(1).paidUntil(9),
            created("s2").unknownPrice().of("cus_2").after(2),
            customerDeleted("cus_2").after(9));

    Fields record = Fields.empty().with("plan", subscriptions.write());

    assertThat(Subscriptions.of(new SubjectRecord(record))).isEqualTo(subscriptions);
  }
}
