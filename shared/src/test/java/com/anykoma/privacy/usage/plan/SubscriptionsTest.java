package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.Told.at;
import static com.anykoma.privacy.usage.plan.Told.checkout;
import static com.anykoma.privacy.usage.plan.Told.created;
import static com.anykoma.privacy.usage.plan.Told.customerDeleted;
import static com.anykoma.privacy.usage.plan.Told.deleted;
import static com.anykoma.privacy.usage.plan.Told.invoice;
import static com.anykoma.privacy.usage.plan.Told.updated;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Plan;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.subject.SubjectRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The edge cases of a subject's subscriptions, one by one. */
class SubscriptionsTest {
  private static final Instant LATER = at(1_000_000);

  @Test
  void whoNeverSubscribedIsFree() {
    assertThat(Subscriptions.NONE.standingAt(at(0)))
        .isEqualTo(new Standing(Plan.FREE, false, false, List.of()));
    assertThat(Subscriptions.NONE.protectedThrough(at(0))).isEqualTo(Instant.MIN);
  }

  @Test
  @Keeps({"P6", "E1"})
  void anUpgradeCountsFromStripesTimeOn() {
    Subscriptions heard = Heard.of(created("s").after(100));

    assertThat(heard.standingAt(at(100).minusNanos(1)).protectedNow()).isFalse();
    assertThat(heard.standingAt(at(100)).protectedNow()).isTrue();
    assertThat(heard.protectedThrough(LATER)).isEqualTo(Instant.MAX);
  }

  @Test
  @Keeps({"P8", "E2"})
  void aDowngradeFreesOnlyWhatIsCreatedAfterIt() {
    Subscriptions heard = Heard.of(created("s").after(100), deleted("s").after(200));

    assertThat(heard.standingAt(at(150)).protectedNow()).isTrue();
    assertThat(heard.standingAt(at(200)).protectedNow()).isFalse();
    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(201));
  }

  @Test
  @Keeps({"P6", "E3"})
  void aCheckoutProtectsUntilItsSubscriptionIsObserved() {
    Subscriptions underWay = Heard.of(checkout("s").after(90));
    Subscriptions heard = Heard.of(checkout("s").after(90), created("s").after(100));
    Subscriptions backwards = Heard.of(created("s").after(100), checkout("s").after(90));

    assertThat(underWay.protectedThrough(LATER)).isEqualTo(Instant.MAX);
    assertThat(underWay.standingAt(at(95)).plan()).isEqualTo(Plan.FREE);
    for (Subscriptions each : List.of(heard, backwards)) {
      assertThat(each.standingAt(at(90)).protectedNow()).isTrue();
      assertThat(each.standingAt(at(99)).plan()).isEqualTo(Plan.FREE);
      assertThat(each.standingAt(at(100)).plan()).isEqualTo(Plan.PRO);
    }
  }

  @Test
  @Keeps({"P8", "E4"})
  void aTrialIsProtectedAndStaysSoOnceItLapses() {
    Subscriptions heard =
        Heard.of(
            created("s").status(SubscriptionStatus.TRIALING).after(100),
            updated("s").status(SubscriptionStatus.PAUSED).after(150),
            deleted("s").after(200));

    assertThat(heard.standingAt(at(100)).paidFeatures()).isTrue();
    assertThat(heard.standingAt(at(160)).protectedNow()).isTrue();
    assertThat(heard.standingAt(at(160)).paidFeatures()).isFalse();
    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(201));
  }

  @ParameterizedTest
  @EnumSource(SubscriptionStatus.class)
  @Keeps({"P7", "E5"})
  void accessAndProtectionAreTwoQuestions(SubscriptionStatus status) {
    Standing standing = Heard.of(created("s").status(status).after(1)).standingAt(at(2));

    boolean features = PaidFeatures.allowedBy(status);
    assertThat(standing.paidFeatures()).isEqualTo(features);
    assertThat(standing.protectedNow())
        .isEqualTo(
            status != SubscriptionStatus.CANCELED
                && status != SubscriptionStatus.INCOMPLETE_EXPIRED);
    assertThat(standing.reasons().isEmpty()).isNotEqualTo(standing.protectedNow());
  }

  @Test
  @Keeps({"P8", "E6"})
  void aRefundLeavesTheSubscriptionAsItIs() {
    Subscriptions heard =
        Heard.of(created("s").after(100).paidUntil(500), deleted("s").after(200).paidUntil(500));

    assertThat(heard.standingAt(at(499)).protectedNow()).isTrue();
    assertThat(heard.standingAt(at(499)).reasons()).containsExactly("paid-period-runs");
    assertThat(heard.standingAt(at(500)).protectedNow()).isFalse();
    assertThat(heard.protectedThrough(at(499))).isEqualTo(Instant.MAX);
    assertThat(heard.protectedThrough(at(500))).isEqualTo(at(500));
  }

  @Test
  @Keeps("E7")
  void cancellingAtThePeriodsEndProtectsUntilThen() {
    Subscriptions heard =
        Heard.of(
            created("s").after(100).paidUntil(500),
            updated("s").after(200).paidUntil(500),
            deleted("s").after(500).paidUntil(500));

    assertThat(heard.standingAt(at(400)).paidFeatures()).isTrue();
    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(501));
  }

  @Test
  @Keeps("E8")
  void anEventHeardAgainChangesNothing() {
    Subscriptions once = Heard.of(created("s").after(1), updated("s").after(5));
    Subscriptions often =
        Heard.of(
            created("s").after(1),
            updated("s").after(5),
            created("s").after(1),
            updated("s").after(5));

    assertThat(often).isEqualTo(once);
  }

  @Test
  @Keeps("E8")
  void theEndIsNotUndoneByAnOlderUpdateThatComesLate() {
    Subscriptions heard =
        Heard.of(created("s").after(1), deleted("s").after(9), updated("s").after(5));

    assertThat(heard.standingAt(at(9)).protectedNow()).isFalse();
    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(10));
  }

  @Test
  @Keeps({"P7", "E9"})
  void whoeverHasOneOfTwoSubscriptionsLeftIsNotFree() {
    Subscriptions heard =
        Heard.of(
            created("s1").after(1).plan("master"),
            created("s2").after(2).plan("starter"),
            deleted("s1").after(9));

    assertThat(heard.standingAt(at(5)).plan()).isEqualTo(Plan.MASTER);
    assertThat(heard.standingAt(at(9)))
        .isEqualTo(new Standing(Plan.STARTER, true, true, List.of("subscription-active")));
    assertThat(heard.protectedThrough(LATER)).isEqualTo(Instant.MAX);
  }

  @Test
  @Keeps({"P7", "E9"})
  void anUnpaidProBesideAnActiveStarterUsesTheStartersFeatures() {
    Standing standing =
        Heard.of(
                created("s1").after(1).plan("pro").status(SubscriptionStatus.UNPAID),
                created("s2").after(2).plan("starter"))
            .standingAt(at(3));

    assertThat(standing.plan()).isEqualTo(Plan.STARTER);
    assertThat(standing.paidFeatures()).isTrue();
    assertThat(standing.reasons()).containsExactly("subscription-active", "subscription-unpaid");
  }

  @Test
  @Keeps("P7")
  void anUnknownPriceIsProtectedWithoutFeatures() {
    Standing standing = Heard.of(created("s").unknownPrice()).standingAt(at(1));

    assertThat(standing).isEqualTo(new Standing(Plan.FREE, false, true, List.of("unknown-price")));
  }

  @Test
  @Keeps("P7")
  void aFreePlanSoldAtAPriceOfZeroProtectsNothing() {
    Subscriptions heard =
        Heard.of(created("s").after(1).plan("free"), deleted("s").plan("free").after(9));

    assertThat(heard.standingAt(at(5)).protectedNow()).isFalse();
    assertThat(heard.protectedThrough(LATER)).isEqualTo(Instant.MIN);
  }

  @Test
  void aDeletedCustomerEndsItsSubscriptions() {
    Subscriptions heard = Heard.of(created("s").after(1), customerDeleted("cus_1").after(9));
    Subscriptions backwards = Heard.of(customerDeleted("cus_1").after(9), created("s").after(1));

    for (Subscriptions each : List.of(heard, backwards)) {
      assertThat(each.standingAt(at(8)).protectedNow()).isTrue();
      assertThat(each.standingAt(at(9)).protectedNow()).isFalse();
      assertThat(each.protectedThrough(LATER)).isEqualTo(at(10));
    }
  }

  @Test
  void aDeletedCustomerLeavesThePaidPeriodRunning() {
    Subscriptions heard =
        Heard.of(created("s").after(1).paidUntil(50), customerDeleted("cus_1").after(9));

    assertThat(heard.standingAt(at(49)).protectedNow()).isTrue();
    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(50));
  }

  @Test
  @Keeps("E32")
  void oneCustomersEndLeavesTheOthersSubscriptions() {
    Subscriptions heard =
        Heard.of(
            created("s1").of("cus_1").after(1),
            created("s2").of("cus_2").after(2),
            customerDeleted("cus_1").after(9));

    assertThat(heard.standingAt(at(20)).protectedNow()).isTrue();
    assertThat(heard.standingAt(at(20)).plan()).isEqualTo(Plan.PRO);
  }

  @Test
  void anInvoiceOlderThanANewerStateChangesNothing() {
    Subscriptions heard = Heard.of(created("s").after(1), deleted("s").after(9));

    assertThat(Heard.with(heard, invoice("s").after(5).event(), Optional.empty())).isEqualTo(heard);
    assertThat(Heard.with(heard, invoice("s").after(20).event(), Optional.empty()))
        .isEqualTo(heard);
  }

  @Test
  @Keeps("E3")
  void aCheckoutWhosePaymentNeverCameIsFreeAgain() {
    Subscriptions heard =
        Heard.of(
            checkout("s").after(1),
            created("s").after(2).status(SubscriptionStatus.INCOMPLETE),
            updated("s").after(9).status(SubscriptionStatus.INCOMPLETE_EXPIRED));

    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(10));
  }

  @Test
  @Keeps("P8")
  void whatIsFirstHeardOfAtItsEndWasPaidForBefore() {
    Subscriptions heard = Heard.of(deleted("s").after(9));

    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(10));
  }

  @Test
  void newsOfASubscriptionThatEndedLongAgoProtectsNothingMore() {
    Subscriptions heard =
        Heard.of(
            created("s").after(1).paidUntil(50),
            deleted("s").after(9).paidUntil(50),
            updated("s").status(SubscriptionStatus.CANCELED).after(90).paidUntil(50));

    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(50));
  }

  @Test
  @Keeps("P8")
  void anAnswerThatHasMovedOnDoesNotOpenTheTimeInBetween() {
    Subscriptions heard =
        Heard.of(created("s").after(1).status(SubscriptionStatus.INCOMPLETE).id("evt_a"));
    SubscriptionEvent active = updated("s").after(1).id("evt_b").event();

    Subscriptions settled =
        Heard.with(heard, active, Optional.of(deleted("s").after(99).subscription()));

    assertThat(Heard.ties(heard, active)).isTrue();
    assertThat(settled.standingAt(at(50)).protectedNow()).isTrue();
    assertThat(settled.standingAt(at(50)).reasons()).containsExactly("unknown-status");
    Subscriptions ended = Heard.with(settled, deleted("s").after(99).event(), Optional.empty());
    assertThat(ended.protectedThrough(LATER)).isEqualTo(at(100));
  }

  @Test
  @Keeps("P8")
  void ofTwoEqualStatesOfOneSecondTheLongerPaidPeriodCounts() {
    Told shorter = updated("s").after(9).id("evt_a");
    Told longer = updated("s").after(9).id("evt_b").paidUntil(50);

    for (List<Told> order : List.of(List.of(shorter, longer), List.of(longer, shorter))) {
      List<SubscriptionEvent> events = new ArrayList<>(order.stream().map(Told::event).toList());
      events.add(customerDeleted("cus_1").after(9).event());
      assertThat(Heard.of(events).protectedThrough(LATER)).isEqualTo(at(50));
    }
  }

  @Test
  void theHistoryIsBoundedAndStaysTrueToTheLatest() {
    List<SubscriptionEvent> events = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      SubscriptionStatus status =
          i % 2 == 0 ? SubscriptionStatus.ACTIVE : SubscriptionStatus.PAST_DUE;
      events.add(updated("s").after(i).status(status).event());
    }
    events.add(deleted("s").after(200).event());

    Subscriptions heard = Heard.of(events);

    assertThat(heard.histories().values())
        .allSatisfy(it -> assertThat(it.seen()).hasSizeLessThanOrEqualTo(32));
    assertThat(heard.standingAt(at(199)).reasons()).containsExactly("subscription-past-due");
    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(201));
  }

  @Test
  @Keeps({"P8", "E2"})
  void whatIsForgottenOfALongHistoryNeverLoosensIt() {
    List<SubscriptionEvent> events = new ArrayList<>();
    events.add(created("s").after(1).event());
    for (int i = 0; i < 90; i++) {
      SubscriptionStatus status =
          i % 2 == 0 ? SubscriptionStatus.ACTIVE : SubscriptionStatus.PAST_DUE;
      events.add(updated("s").after(100 + i).plan("free").status(status).event());
    }

    Subscriptions heard = Heard.of(events);

    assertThat(heard.histories().values())
        .allSatisfy(it -> assertThat(it.seen()).hasSizeLessThanOrEqualTo(32));
    assertThat(heard.protectedThrough(LATER)).isEqualTo(at(101));
    assertThat(heard.standingAt(at(188)).protectedNow()).isFalse();
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Subscriptions heard =
        Heard.of(
            checkout("s0").after(1),
            created("s1").after(1).paidUntil(9),
            created("s2").unknownPrice().of("cus_2").after(2),
            customerDeleted("cus_2").after(9));

    Fields record = Fields.empty().with("plan", heard.write());

    assertThat(Subscriptions.of(new SubjectRecord(record))).isEqualTo(heard);
  }

  @Test
  void thePresentIsNeverBeforeWhatStripeHasTold() {
    Subscriptions heard = Heard.of(created("s").after(100));

    assertThat(heard.present(at(0))).isEqualTo(at(101));
    assertThat(heard.present(at(500))).isEqualTo(at(500));
    assertThat(heard.protectedThrough(at(0))).isEqualTo(Instant.MAX);
  }
}
