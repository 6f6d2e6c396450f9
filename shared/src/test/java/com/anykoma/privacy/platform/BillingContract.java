package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link Billing} promises. */
public abstract class BillingContract {
  /** The adapter under test. */
  protected abstract Billing billing();

  /** Has the provider know this subscription and its customer. */
  protected abstract void given(BillingSubscription subscription);

  /** Has the provider know a customer without subscriptions. */
  protected abstract void givenCustomer(String customer);

  /** An id that no other test uses. */
  protected abstract String unique(String stem);

  private String customer;
  private String first;
  private String second;

  @BeforeEach
  void chooseIds() {
    customer = unique("cus");
    first = unique("sub_1");
    second = unique("sub_2");
  }

  @Test
  void anUnknownSubscriptionOrCustomerIsEmpty() {
    assertThat(billing().subscription(first)).isEmpty();
    assertThat(billing().subscriptions(customer)).isEmpty();
  }

  @Test
  void aCustomerWithoutSubscriptionsIsNotAnUnknownOne() {
    givenCustomer(customer);

    assertThat(billing().subscriptions(customer)).hasValue(List.of());
  }

  @Test
  @Keeps({"E9", "E32"})
  void tellsEverySubscriptionOfTheCustomerAndNobodyElses() {
    BillingSubscription ended = subscription(first, SubscriptionStatus.CANCELED);
    BillingSubscription active = subscription(second, SubscriptionStatus.ACTIVE);
    given(ended);
    given(active);
    given(
        new BillingSubscription(
            unique("sub_3"),
            customer + "0",
            SubscriptionStatus.ACTIVE,
            List.of(),
            Optional.empty()));

    assertThat(billing().subscription(second)).hasValue(active);
    assertThat(billing().subscriptions(customer).orElseThrow())
        .containsExactlyInAnyOrder(ended, active);
  }

  @Test
  @Keeps("P23")
  void cancelsOnceAndForAll() {
    given(subscription(first, SubscriptionStatus.ACTIVE));

    billing().cancel(first);
    billing().cancel(first);
    billing().cancel(second);

    assertThat(billing().subscription(first).orElseThrow().status())
        .isEqualTo(SubscriptionStatus.CANCELED);
  }

  @Test
  @Keeps("P23")
  void deletingACustomerEndsItsSubscriptions() {
    given(subscription(first, SubscriptionStatus.ACTIVE));
    given(subscription(second, SubscriptionStatus.PAST_DUE));

    billing().deleteCustomer(customer);
    billing().deleteCustomer(customer);
    billing().deleteCustomer(unique("cus_never"));

    assertThat(billing().subscriptions(customer).orElse(List.of()))
        .allMatch(each -> each.status() == SubscriptionStatus.CANCELED);
    assertThat(billing().subscription(first).map(BillingSubscription::status).stream())
        .allMatch(each -> each == SubscriptionStatus.CANCELED);
  }

  @Test
  @Keeps("E28")
  void askingTwiceForARedactionNamesTheSameRequest() {
    givenCustomer(customer);
    givenCustomer(customer + "0");

    String request = billing().requestRedaction(customer);

    assertThat(billing().requestRedaction(customer)).isEqualTo(request);
    assertThat(billing().requestRedaction(customer + "0")).isNotEqualTo(request);
  }

  @Test
  @Keeps("E28")
  void aRedactionStaysTheSameRequestWhenTheCustomerIsDeleted() {
    givenCustomer(customer);
    String request = billing().requestRedaction(customer);

    billing().deleteCustomer(customer);

    assertThat(billing().requestRedaction(customer)).isEqualTo(request);
  }

  @Test
  @Keeps("E28")
  void callersAtOnceGetOneRedaction() {
    givenCustomer(customer);

    List<CompletableFuture<String>> requests =
        Stream.generate(
                () -> CompletableFuture.supplyAsync(() -> billing().requestRedaction(customer)))
            .limit(4)
            .toList();

    assertThat(requests.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  @Test
  void anIdReachesNothingButWhatItNames() {
    given(subscription(first, SubscriptionStatus.ACTIVE));
    String around = "x/../../customers/" + customer;

    billing().cancel(around);
    billing().cancel("../subscriptions/" + first);
    billing().deleteCustomer(first + "/../../subscriptions/" + first);
    billing().deleteCustomer(customer + "?x=" + customer);

    assertThat(billing().subscription("../subscriptions/" + first)).isEmpty();
    assertThat(billing().subscription(around)).isEmpty();
    assertThat(billing().subscriptions(customer + "&status=all")).isEmpty();
    assertThat(billing().subscriptions(customer).orElseThrow())
        .containsExactly(subscription(first, SubscriptionStatus.ACTIVE));
  }

  private BillingSubscription subscription(String id, SubscriptionStatus status) {
    return new BillingSubscription(
        id,
        customer,
        status,
        List.of(
            new BillingSubscription.Item(
                Optional.of("price_pro"),
                Optional.of("prod_1"),
                Optional.empty(),
                Optional.of("pro"))),
        Optional.of(Instant.parse("2026-12-22T00:00:00Z")));
  }
}
