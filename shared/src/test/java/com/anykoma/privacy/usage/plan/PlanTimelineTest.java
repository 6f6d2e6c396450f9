package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.checkout;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.customerDeleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.updated;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Plan;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests a subject's plan and protection over time. */
class PlanTimelineTest {
  private static final Instant LATER = at(1_000_000);

  @Test
  @Keeps({"P6", "E1"})
  void upgradeCountsFromStripesTime() {
    Subscriptions subscriptions = SubscriptionFixtures.of(created("s").after(100));

    assertThat(subscriptions.statusAt(at(100).minusNanos(1)).isProtected()).isFalse();
    assertThat(subscriptions.statusAt(at(100)).isProtected()).isTrue();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(Instant.MAX);
  }

  @Test
  @Keeps({"P8", "E2"})
  void downgradeFreesOnlyLaterContent() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(created("s").after(100), deleted("s").after(200));

    assertThat(subscriptions.statusAt(at(150)).isProtected()).isTrue();
    assertThat(subscriptions.statusAt(at(200)).isProtected()).isFalse();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(201));
  }

  @Test
  @Keeps({"P6", "E3"})
  void checkoutProtectsUntilItsSubscriptionIsObserved() {
    Subscriptions underWay = SubscriptionFixtures.of(checkout("s").after(90));
    Subscriptions subscriptions =
        SubscriptionFixtures.of(checkout("s").after(90), created("s").after(100));
    Subscriptions backwards =
        SubscriptionFixtures.of(created("s").after(100), checkout("s").after(90));

    assertThat(underWay.protectedThrough(LATER)).isEqualTo(Instant.MAX);
    assertThat(underWay.statusAt(at(95)).plan()).isEqualTo(Plan.FREE);
    for (Subscriptions each : List.of(subscriptions, backwards)) {
      assertThat(each.statusAt(at(90)).isProtected()).isTrue();
      assertThat(each.statusAt(at(99)).plan()).isEqualTo(Plan.FREE);
      assertThat(each.statusAt(at(100)).plan()).isEqualTo(Plan.PRO);
    }
  }

  @Test
  @Keeps({"P8", "E4"})
  void trialContentStaysProtectedAfterTheTrial() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").status(SubscriptionStatus.TRIALING).after(100),
            updated("s").status(SubscriptionStatus.PAUSED).after(150),
            deleted("s").after(200));

    assertThat(subscriptions.statusAt(at(100)).paidFeatures()).isTrue();
    assertThat(subscriptions.statusAt(at(160)).isProtected()).isTrue();
    assertThat(subscriptions.statusAt(at(160)).paidFeatures()).isFalse();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(201));
  }

  @ParameterizedTest
  @EnumSource(SubscriptionStatus.class)
  @Keeps({"P7", "E5"})
  void paidFeaturesAndProtectionAreIndependent(SubscriptionStatus status) {
    PlanStatus result =
        SubscriptionFixtures.of(created("s").status(status).after(1)).statusAt(at(2));

    boolean features = PaidFeatures.allowedBy(status);
    assertThat(result.paidFeatures()).isEqualTo(features);
    assertThat(result.isProtected())
        .isEqualTo(
            status != SubscriptionStatus.CANCELED
                && status != SubscriptionStatus.INCOMPLETE_EXPIRED);
    assertThat(result.reasons().isEmpty()).isNotEqualTo(result.isProtected());
  }

  @Test
  @Keeps({"P8", "E6"})
  void refundDoesNotChangeTheSubscription() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").after(100).paidUntil(500), deleted("s").after(200).paidUntil(500));

    assertThat(subscriptions.statusAt(at(499)).isProtected()).isTrue();
    assertThat(subscriptions.statusAt(at(499)).reasons()).containsExactly("paid-period-runs");
    assertThat(subscriptions.statusAt(at(500)).isProtected()).isFalse();
    assertThat(subscriptions.protectedThrough(at(499))).isEqualTo(Instant.MAX);
    assertThat(subscriptions.protectedThrough(at(500))).isEqualTo(at(500));
  }

  @Test
  @Keeps("E7")
  void cancellationAtPeriodEndProtectsUntilThen() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").after(100).paidUntil(500),
            updated("s").after(200).paidUntil(500),
            deleted("s").after(500).paidUntil(500));

    assertThat(subscriptions.statusAt(at(400)).paidFeatures()).isTrue();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(501));
  }

  @Test
  @Keeps({"P7", "E9"})
  void endOfOneOfTwoSubscriptionsKeepsThePlan() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s1").after(1).plan("master"),
            created("s2").after(2).plan("starter"),
            deleted("s1").after(9));

    assertThat(subscriptions.statusAt(at(5)).plan()).isEqualTo(Plan.MASTER);
    assertThat(subscriptions.statusAt(at(9)))
        .isEqualTo(new PlanStatus(Plan.STARTER, true, true, List.of("subscription-active")));
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(Instant.MAX);
  }

  @Test
  @Keeps({"P7", "E9"})
  void unpaidProWithActiveStarterHasStarterFeatures() {
    PlanStatus status =
        SubscriptionFixtures.of(
                created("s1").after(1).plan("pro").status(SubscriptionStatus.UNPAID),
                created("s2").after(2).plan("starter"))
            .statusAt(at(3));

    assertThat(status.plan()).isEqualTo(Plan.STARTER);
    assertThat(status.paidFeatures()).isTrue();
    assertThat(status.reasons()).containsExactly("subscription-active", "subscription-unpaid");
  }

  @Test
  @Keeps("P7")
  void unknownPriceProtectsWithoutPaidFeatures() {
    PlanStatus status = SubscriptionFixtures.of(created("s").unknownPrice()).statusAt(at(1));

    assertThat(status).isEqualTo(new PlanStatus(Plan.FREE, false, true, List.of("unknown-price")));
  }

  @Test
  @Keeps("P7")
  void freePlanWithAPriceProtectsNothing() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").after(1).plan("free"), deleted("s").plan("free").after(9));

    assertThat(subscriptions.statusAt(at(5)).isProtected()).isFalse();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(Instant.MIN);
  }

  @Test
  @Keeps("E32")
  void deletedCustomerKeepsOtherCustomersSubscriptions() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s1").of("cus_1").after(1),
            created("s2").of("cus_2").after(2),
            customerDeleted("cus_1").after(9));

    assertThat(subscriptions.statusAt(at(20)).isProtected()).isTrue();
    assertThat(subscriptions.statusAt(at(20)).plan()).isEqualTo(Plan.PRO);
  }

  @Test
  @Keeps("E3")
  void expiredCheckoutIsFreeAgain() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            checkout("s").after(1),
            created("s").after(2).status(SubscriptionStatus.INCOMPLETE),
            updated("s").after(9).status(SubscriptionStatus.INCOMPLETE_EXPIRED));

    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(10));
  }

  @Test
  @Keeps("P8")
  void subscriptionFirstSeenAtItsEndCountsAsPaidBefore() {
    Subscriptions subscriptions = SubscriptionFixtures.of(deleted("s").after(9));

    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(10));
  }

  @Test
  void lateUpdateOfAnEndedSubscriptionAddsNoProtection() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").after(1).paidUntil(50),
            deleted("s").after(9).paidUntil(50),
            updated("s").status(SubscriptionStatus.CANCELED).after(90).paidUntil(50));

    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(50));
  }

  @Test
  void presentIsNotBeforeTheLatestObservation() {
    Subscriptions subscriptions = SubscriptionFixtures.of(created("s").after(100));

    assertThat(subscriptions.present(at(0))).isEqualTo(at(101));
    assertThat(subscriptions.present(at(500))).isEqualTo(at(500));
    assertThat(subscriptions.protectedThrough(at(0))).isEqualTo(Instant.MAX);
  }

  private static Observation seen(long second, SubscriptionStatus status) {
    return new Observation(
        at(second),
        Observation.Rank.UPDATED,
        status,
        Optional.of(Plan.PRO),
        Optional.empty(),
        "evt_" + second);
  }

  private static PlanTimeline timeline(Observation... observations) {
    return new PlanTimeline(List.of(List.of(observations)));
  }

  @Test
  void noObservationsMeansFree() {
    PlanTimeline none = new PlanTimeline(List.of(List.of()));

    assertThat(none.statusAt(LATER)).isEqualTo(new PlanStatus(Plan.FREE, false, false, List.of()));
    assertThat(none.protectedThrough(LATER)).isEqualTo(Instant.MIN);
    assertThat(none.periods()).isEmpty();
    assertThat(none.isAnyLiveSince(Instant.EPOCH)).isFalse();
  }

  @Test
  @Keeps("E8")
  void duplicateObservationAddsNoPeriod() {
    Observation once = seen(100, SubscriptionStatus.ACTIVE);
    Observation ended = seen(200, SubscriptionStatus.CANCELED);

    assertThat(timeline(once, once, ended).periods())
        .isEqualTo(timeline(once, ended).periods())
        .extracting(PlanPeriod::isProtected)
        .containsExactly(true, false);
  }

  @Test
  void periodsFromATimeStartWithTheStateAtThatTime() {
    PlanTimeline timeline =
        timeline(seen(100, SubscriptionStatus.ACTIVE), seen(200, SubscriptionStatus.CANCELED));

    assertThat(timeline.periodsFrom(at(150), "evt_late"))
        .extracting(PlanPeriod::from)
        .containsExactly(at(150), at(200));
    assertThat(timeline.periodsFrom(at(150), "evt_late").get(0).event()).isEqualTo("evt_late");
  }

  @Test
  @Keeps("P19")
  void liveSubscriptionStartedLaterAndHasNotEnded() {
    Observation active = seen(100, SubscriptionStatus.ACTIVE);

    assertThat(timeline(active).isAnyLiveSince(at(99))).isTrue();
    assertThat(timeline(active).isAnyLiveSince(at(100))).isFalse();
    assertThat(timeline(active, seen(200, SubscriptionStatus.CANCELED)).isAnyLiveSince(at(99)))
        .isFalse();
  }
}
