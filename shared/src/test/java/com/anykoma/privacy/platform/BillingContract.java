package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.SubjectId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link Billing} adapters. */
public abstract class BillingContract {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

  /** The adapter under test. */
  protected abstract Billing billing();

  /** Creates this subscription and its customer at the provider. */
  protected abstract void given(BillingSubscription subscription);

  /** Creates a customer without subscriptions at the provider. */
  protected abstract void givenCustomer(String customer);

  /** Creates this customer, without subscriptions, at the provider. */
  protected abstract void given(BillingCustomer customer);

  /** Sets the e-mail address of a customer at the provider. */
  protected abstract void givenEmail(String customer, String email);

  /** Creates this product, with these plan names in its metadata, at the provider. */
  protected abstract void givenProduct(String product, List<String> planNames);

  /** Completes a requested redaction. */
  protected abstract void redacted(Redaction redaction);

  /** Makes redactions stay pending, unless the provider does so by itself. */
  protected void letRedactionsWait() {}

  /** Makes the provider refuse redactions. */
  protected abstract void refuseRedactions();

  /** A unique id. */
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
  void unknownSubscriptionOrCustomerIsEmpty() {
    assertThat(billing().subscription(first)).isEmpty();
    assertThat(billing().subscriptions(customer)).isEmpty();
  }

  @Test
  void customerWithoutSubscriptionsIsNotUnknown() {
    givenCustomer(customer);

    assertThat(billing().subscriptions(customer)).hasValue(List.of());
  }

  @Test
  @Keeps({"E9", "E32"})
  void returnsAllSubscriptionsOfTheCustomerOnly() {
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
  @Keeps("P7")
  void returnsThePlanNamesOfTheProductOnly() {
    String product = unique("prod_1");
    givenProduct(product, List.of("gold", "premium"));
    givenProduct(product + "0", List.of());

    assertThat(billing().planNames(product)).containsExactly("gold", "premium");
    assertThat(billing().planNames(product + "0")).isEmpty();
    assertThat(billing().planNames(unique("prod_never"))).isEmpty();
  }

  @Test
  @Keeps("P23")
  void cancelIsPermanentAndIdempotent() {
    given(subscription(first, SubscriptionStatus.ACTIVE));

    billing().cancel(first);
    billing().cancel(first);
    billing().cancel(second);

    assertThat(billing().subscription(first).orElseThrow().status())
        .isEqualTo(SubscriptionStatus.CANCELED);
  }

  @Test
  @Keeps("P23")
  void deletingACustomerCancelsItsSubscriptions() {
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

  private Redaction ask(String customer) {
    return billing().requestRedaction(customer, Optional.empty());
  }

  private Redaction askAgain(String customer, Redaction before) {
    return billing().requestRedaction(customer, before.request());
  }

  private static String request(Redaction redaction) {
    return redaction.request().orElseThrow();
  }

  @Test
  @Keeps("E28")
  void repeatedRedactionReturnsTheSameRequest() {
    givenCustomer(customer);
    givenCustomer(customer + "0");

    Redaction submitted = ask(customer);

    assertThat(request(ask(customer))).isEqualTo(request(submitted));
    assertThat(request(askAgain(customer, submitted))).isEqualTo(request(submitted));
    assertThat(request(ask(customer + "0"))).isNotEqualTo(request(submitted));
  }

  @Test
  @Keeps("E28")
  void redactionRequestSurvivesDeletionOfTheCustomer() {
    givenCustomer(customer);
    Redaction submitted = ask(customer);

    billing().deleteCustomer(customer);

    assertThat(request(askAgain(customer, submitted))).isEqualTo(request(submitted));
  }

  @Test
  @Keeps({"P20", "P23"})
  void redactsADeletedCustomerButNotAnUnknownOne() {
    givenCustomer(customer);
    billing().deleteCustomer(customer);

    assertThat(ask(customer).request()).isPresent();
    assertThat(ask(unique("cus_never"))).isEqualTo(Redaction.unknownCustomer());
    assertThat(billing().subscriptions(customer)).isPresent();
    assertThat(billing().subscriptions(unique("cus_never"))).isEmpty();
  }

  @Test
  @Keeps({"P20", "P28"})
  void distinguishesRefusedRedactionFromUnknownCustomer() {
    givenCustomer(customer);

    refuseRedactions();

    assertThat(ask(customer)).isEqualTo(Redaction.refused());
    assertThat(ask(unique("cus_never"))).isEqualTo(Redaction.unknownCustomer());
  }

  @Test
  @Keeps("E28")
  void concurrentCallersShareOneRedaction() {
    givenCustomer(customer);

    List<CompletableFuture<String>> requests =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> request(ask(customer))))
            .limit(4)
            .toList();

    assertThat(requests.stream().map(CompletableFuture::join).distinct()).hasSize(1);
  }

  @Test
  @Keeps("P23")
  void redactionIsDoneOnceTheProviderReportsIt() {
    letRedactionsWait();
    givenCustomer(customer);

    Redaction submitted = ask(customer);
    Redaction stillPending = askAgain(customer, submitted);
    redacted(submitted);
    Redaction done = askAgain(customer, submitted);
    letRedactionsWait();

    assertThat(submitted.state()).isEqualTo(Redaction.State.REQUESTED);
    assertThat(stillPending).isEqualTo(submitted);
    assertThat(done).isEqualTo(Redaction.done(request(submitted)));
    assertThat(askAgain(customer, submitted)).isEqualTo(done);
  }

  @Test
  @Keeps("E28")
  void readsARedactionByItsId() {
    letRedactionsWait();
    givenCustomer(customer);

    Redaction submitted = ask(customer);
    Optional<Redaction> stillPending = billing().redaction(request(submitted));
    redacted(submitted);
    Redaction done = askAgain(customer, submitted);

    assertThat(stillPending).contains(submitted);
    assertThat(done.state()).isEqualTo(Redaction.State.DONE);
    assertThat(billing().redaction(request(submitted))).contains(done);
    assertThat(billing().redaction(unique("never_asked"))).isEmpty();
  }

  @Test
  @Keeps("P23")
  void customerExistsUntilItIsDeleted() {
    BillingCustomer kept = customer("cus_there", "u1", NOON);
    given(kept);

    assertThat(billing().customer(kept.id())).contains(kept);
    assertThat(billing().customer(unique("cus_never"))).isEmpty();
    billing().deleteCustomer(kept.id());
    assertThat(billing().customer(kept.id())).isEmpty();
  }

  @Test
  @Keeps("E14")
  void listsNoCustomersAtFirst() {
    assertThat(billing().customers(Optional.empty(), 10))
        .isEqualTo(new Page<>(List.of(), Optional.empty()));
  }

  @Test
  @Keeps("E14")
  void returnsTheClaimedSubjectOfACustomer() {
    BillingCustomer named = customer("cus_named", "u1'\"_", NOON);
    BillingCustomer unassigned =
        new BillingCustomer(unique("cus_unassigned"), Optional.empty(), NOON);
    given(named);
    given(unassigned);
    given(subscription(first, SubscriptionStatus.ACTIVE));

    List<BillingCustomer> found = customers(10);

    assertThat(found).hasSize(3).contains(named, unassigned);
    assertThat(found).extracting(BillingCustomer::id).contains(customer);
    assertThat(found.toString()).doesNotContain("cus_", "u1");
  }

  @Test
  @Keeps("P23")
  void findsCustomersByTheirWholeEmailAddressInAnyCase() {
    BillingCustomer ada = customer("cus_ada", "u1", NOON);
    BillingCustomer twice = new BillingCustomer(unique("cus_twice"), Optional.empty(), NOON);
    BillingCustomer gone = customer("cus_gone", "u2", NOON);
    BillingCustomer other = customer("cus_other", "u3", NOON);
    List.of(ada, twice, gone, other).forEach(this::given);
    givenEmail(ada.id(), "ada.o'neil@example.com");
    givenEmail(twice.id(), "Ada.O'Neil@Example.com");
    givenEmail(gone.id(), "ada.o'neil@example.com");
    givenEmail(other.id(), "xada.o'neil@example.com");
    billing().deleteCustomer(gone.id());

    assertThat(billing().customersWithEmail(Sensitive.of("ada.o'neil@example.com")))
        .containsExactlyInAnyOrder(ada, twice);
    assertThat(billing().customersWithEmail(Sensitive.of("o'neil@example.com"))).isEmpty();
    assertThat(billing().customersWithEmail(Sensitive.of("ada%o'neil@example.com"))).isEmpty();
  }

  @Test
  @Keeps("E14")
  void acceptsCustomerIdsThatMerchantsChoose() {
    for (String id :
        List.of("ann+shop@x.test", "user|17", "user 17", "caf\u00e9", "a/b", "__id__")) {
      BillingCustomer odd = customer(id, "u1", NOON);
      given(odd);

      assertThat(billing().customer(odd.id())).contains(odd);
      assertThat(billing().subscriptions(odd.id())).isPresent();
      billing().deleteCustomer(odd.id());
      assertThat(billing().customer(odd.id())).isEmpty();
    }
  }

  @Test
  @Keeps("E14")
  void deletedCustomersAreNotListed() {
    BillingCustomer kept = customer("cus_kept", "u1", NOON);
    BillingCustomer deleted = customer("cus_deleted", "u2", NOON);
    given(kept);
    given(deleted);

    billing().deleteCustomer(deleted.id());

    assertThat(customers(10)).containsExactly(kept);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 6, 7, 100})
  @Keeps("E14")
  void pagesOfCustomersNeitherSkipNorRepeat(int limit) {
    List<BillingCustomer> all = sevenCustomers();

    assertThat(customers(limit)).containsExactlyInAnyOrderElementsOf(all);
    assertThat(customers(limit)).isEqualTo(customers(100));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7})
  @Keeps({"E14", "P23"})
  void deletingListedCustomersSkipsNoOther(int limit) {
    List<BillingCustomer> all = sevenCustomers();

    Set<BillingCustomer> listed = new HashSet<>();
    Optional<String> token = Optional.empty();
    do {
      Page<BillingCustomer> page = billing().customers(token, limit);
      page.items().forEach(each -> billing().deleteCustomer(each.id()));
      listed.addAll(page.items());
      token = page.next();
    } while (token.isPresent());

    assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
    assertThat(customers(100)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, 0, 101})
  void refusesPageSizesOutsideOneToAHundred(int limit) {
    assertThatThrownBy(() -> billing().customers(Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Seven customers, four of them created in the same second. */
  private List<BillingCustomer> sevenCustomers() {
    List<BillingCustomer> all =
        IntStream.range(0, 7)
            .mapToObj(i -> customer("cus_" + i, "u" + i, NOON.plusSeconds(Math.max(0, i - 3))))
            .toList();
    all.forEach(this::given);
    return all;
  }

  private BillingCustomer customer(String id, String uid, Instant createdAt) {
    return new BillingCustomer(unique(id), Optional.of(new SubjectId(uid)), createdAt);
  }

  private List<BillingCustomer> customers(int limit) {
    List<BillingCustomer> all = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<BillingCustomer> page = billing().customers(token, limit);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.items());
      assertThat(all).doesNotHaveDuplicates(); // a repeated page would loop forever
      token = page.next();
    } while (token.isPresent());
    return all;
  }

  @Test
  void idsCannotReachOtherResources() {
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
                Optional.of("price_pro"), Optional.of("prod_1"), Optional.empty(), List.of("pro"))),
        Optional.of(Instant.parse("2026-12-22T00:00:00Z")));
  }
}
