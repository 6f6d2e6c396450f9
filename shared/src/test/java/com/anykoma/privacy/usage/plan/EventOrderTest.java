package com.anykoma.privacy.usage.plan;

import static com.anykoma.privacy.usage.plan.EventFixtures.at;
import static com.anykoma.privacy.usage.plan.SubscriptionFixtures.PLANS;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Tests that every order of up to six events of two subscriptions gives the same result. */
class EventOrderTest {
  @Test
  @Keeps("E8")
  void orderOfTwoSubscriptionsEventsDoesNotMatter() {
    everyOrderAgrees(
        List.of(
            EventFixtures.created("s1").after(1).status(SubscriptionStatus.INCOMPLETE).event(),
            EventFixtures.updated("s1").after(1).paidUntil(40).event(),
            EventFixtures.deleted("s1").after(9).paidUntil(12).event(),
            EventFixtures.created("s2").after(5).plan("starter").event(),
            EventFixtures.updated("s2")
                .after(7)
                .status(SubscriptionStatus.UNPAID)
                .plan("master")
                .event(),
            EventFixtures.deleted("s2").after(20).plan("master").event()));
  }

  @Test
  @Keeps({"E3", "E8", "E32"})
  void orderOfCheckoutsInvoicesAndDeletionsDoesNotMatter() {
    everyOrderAgrees(
        List.of(
            EventFixtures.checkout("s1").after(1).event(),
            EventFixtures.created("s1").after(3).paidUntil(30).event(),
            EventFixtures.invoice("s1").after(2).event(),
            EventFixtures.created("s2").of("cus_2").after(4).unknownPrice().event(),
            EventFixtures.customerDeleted("cus_1").after(9).event(),
            EventFixtures.customerDeleted("cus_2").after(6).event()));
  }

  private static void everyOrderAgrees(List<SubscriptionEvent> events) {
    Subscriptions expected = SubscriptionFixtures.of(events);
    int[] orders = {0};

    permute(
        new ArrayList<>(events),
        0,
        order -> {
          orders[0]++;
          List<SubscriptionEvent> twice = new ArrayList<>(order);
          twice.add(order.get(0));
          Subscriptions subscriptions = SubscriptionFixtures.of(twice);
          for (int second = 0; second < 50; second++) {
            assertThat(subscriptions.statusAt(at(second), PLANS))
                .isEqualTo(expected.statusAt(at(second), PLANS));
            assertThat(subscriptions.protectedThrough(at(second)))
                .isEqualTo(expected.protectedThrough(at(second)));
          }
          assertThat(subscriptions.periods(PLANS)).isEqualTo(expected.periods(PLANS));
        });
    assertThat(orders[0]).isEqualTo(720);
  }

  private static <T> void permute(List<T> all, int from, Consumer<List<T>> each) {
    if (from == all.size()) {
      each.accept(List.copyOf(all));
      return;
    }
    for (int i = from; i < all.size(); i++) {
      Collections.swap(all, from, i);
      permute(all, from + 1, each);
      Collections.swap(all, from, i);
    }
  }
}
