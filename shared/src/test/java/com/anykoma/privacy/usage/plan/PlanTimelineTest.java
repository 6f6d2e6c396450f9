package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.EventFixtures.checkout;
import static com.anykoma.privacy.usage.plan.EventFixtures.created;
import static com.anykoma.privacy.usage.plan.EventFixtures.customerDeleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.deleted;
import static com.anykoma.privacy.usage.plan.EventFixtures.updated;
import static com.anykoma.privacy.usage.plan.SubscriptionFixtures.PLANS;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
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

    assertThat(subscriptions.statusAt(at(100).minusNanos(1), PLANS).isProtected()).isFalse();
    assertThat(subscriptions.statusAt(at(100), PLANS).isProtected()).isTrue();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(Instant.MAX);
  }

  @Test
  @Keeps({"P8", "E2"})
  void downgradeFreesOnlyLaterContent() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(created("s").after(100), deleted("s").after(200));

    assertThat(subscriptions.statusAt(at(150), PLANS).isProtected()).isTrue();
    assertThat(subscriptions.statusAt(at(200), PLANS).isProtected()).isFalse();
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
    assertThat(underWay.statusAt(at(95), PLANS).plan()).isEqualTo("free");
    for (Subscriptions each : List.of(subscriptions, backwards)) {
      assertThat(each.statusAt(at(90), PLANS).isProtected()).isTrue();
      assertThat(each.statusAt(at(99), PLANS).plan()).isEqualTo("free");
      assertThat(each.statusAt(at(100), PLANS).plan()).isEqualTo("pro");
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

    assertThat(subscriptions.statusAt(at(100), PLANS).paidFeatures()).isTrue();
    assertThat(subscriptions.statusAt(at(160), PLANS).isProtected()).isTrue();
    assertThat(subscriptions.statusAt(at(160), PLANS).paidFeatures()).isFalse();
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(at(201));
  }

  @ParameterizedTest
  @EnumSource(SubscriptionStatus.class)
  @Keeps({"P7", "E5"})
  void paidFeaturesAndProtectionAreIndependent(SubscriptionStatus status) {
    PlanStatus result =
        SubscriptionFixtures.of(created("s").status(status).after(1)).statusAt(at(2), PLANS);

    boolean features = Protection.givesFeatures(status);
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

    assertThat(subscriptions.statusAt(at(499), PLANS).isProtected()).isTrue();
    assertThat(subscriptions.statusAt(at(499), PLANS).reasons())
        .containsExactly("paid-period-runs");
    assertThat(subscriptions.statusAt(at(500), PLANS).isProtected()).isFalse();
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

    assertThat(subscriptions.statusAt(at(400), PLANS).paidFeatures()).isTrue();
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

    assertThat(subscriptions.statusAt(at(5), PLANS).plan()).isEqualTo("master");
    assertThat(subscriptions.statusAt(at(9), PLANS))
        .isEqualTo(new PlanStatus("starter", true, true, List.of("subscription-active")));
    assertThat(subscriptions.protectedThrough(LATER)).isEqualTo(Instant.MAX);
  }

  @Test
  @Keeps({"P7", "E9"})
  void unpaidProWithActiveStarterHasStarterFeatures() {
    PlanStatus status =
        SubscriptionFixtures.of(
                created("s1").after(1).plan("pro").status(SubscriptionStatus.UNPAID),
                created("s2").after(2).plan("starter"))
            .statusAt(at(3), PLANS);

    assertThat(status.plan()).isEqualTo("starter");
    assertThat(status.paidFeatures()).isTrue();
    assertThat(status.reasons()).containsExactly("subscription-active", "subscription-unpaid");
  }

  @Test
  @Keeps("P7")
  void unknownPriceProtectsWithoutPaidFeatures() {
    PlanStatus status = SubscriptionFixtures.of(created("s").unknownPrice()).statusAt(at(1), PLANS);

    assertThat(status).isEqualTo(new PlanStatus("free", false, true, List.of("unknown-price")));
  }

  @Test
  @Keeps("P7")
  void freePlanWithAPriceProtectsNothing() {
    Subscriptions subscriptions =
        SubscriptionFixtures.of(
            created("s").after(1).plan("free"), deleted("s").plan("free").after(9));

    assertThat(subscriptions.statusAt(at(5), PLANS).isProtected()).isFalse();
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

    assertThat(subscriptions.statusAt(at(20), PLANS).isProtected()).isTrue();
    assertThat(subscriptions.statusAt(at(20), PLANS).plan()).isEqualTo("pro");
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
        Optional.of("pro"),
        true,
        Optional.empty(),
        "evt_" + second);
  }

  private static PlanTimeline timeline(Observation... observations) {
    return new PlanTimeline(List.of(List.of(observations)));
  }

  @Test
  void noObservationsMeansFree() {
    PlanTimeline none = new PlanTimeline(List.of(List.of()));

    assertThat(none.statusAt(LATER, PLANS))
        .isEqualTo(new PlanStatus("free", false, false, List.of()));
    assertThat(none.protectedThrough(LATER)).isEqualTo(Instant.MIN);
    assertThat(none.periods(PLANS)).isEmpty();
    assertThat(none.isAnyLiveSince(Instant.EPOCH)).isFalse();
  }

  @Test
  @Keeps("E8")
  void duplicateObservationAddsNoPeriod() {
    Observation once = seen(100, SubscriptionStatus.ACTIVE);
    Observation ended = seen(200, SubscriptionStatus.CANCELED);

    assertThat(timeline(once, once, ended).periods(PLANS))
        .isEqualTo(timeline(once, ended).periods(PLANS))
        .extracting(PlanPeriod::isProtected)
        .containsExactly(true, false);
  }

  @Test
  void periodsFromATimeStartWithTheStateAtThatTime() {
    PlanTimeline timeline =
        timeline(seen(100, SubscriptionStatus.ACTIVE), seen(200, SubscriptionStatus.CANCELED));

    assertThat(timeline.periodsFrom(at(150), "evt_late", PLANS))
        .extracting(PlanPeriod::from)
        .containsExactly(at(150), at(200));
    assertThat(timeline.periodsFrom(at(150), "evt_late", PLANS).get(0).event())
        .isEqualTo("evt_late", PLANS);
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
