package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stripe's customers and their subscriptions. Thread-safe. */
final class StripeLedger {
  private static final Instant FIRST_CREATION = Instant.parse("2026-01-01T00:00:00Z");
  private static final String CUSTOMER = "customer";
  private static final String SUBSCRIPTION = "subscription";
  private static final Set<SubscriptionStatus> ENDED =
      EnumSet.of(SubscriptionStatus.CANCELED, SubscriptionStatus.INCOMPLETE_EXPIRED);

  private final StripePages pages;
  private final Map<String, BillingSubscription> subscriptions = new LinkedHashMap<>();
  private final Map<String, BillingCustomer> customers = new LinkedHashMap<>();
  private final Map<String, String> emails = new HashMap<>();
  private final Map<String, List<String>> products = new HashMap<>();
  private final Set<String> deleted = new HashSet<>();
  private final Set<String> inLiveMode = new HashSet<>();

  StripeLedger(StripePages pages) {
    this.pages = pages;
  }

  synchronized void put(BillingSubscription subscription) {
    putCustomer(subscription.customer());
    subscriptions.put(subscription.id(), subscription);
  }

  synchronized void putCustomer(String customer) {
    customers.putIfAbsent(
        customer, new BillingCustomer(customer, Optional.empty(), FIRST_CREATION));
  }

  synchronized void put(BillingCustomer customer) {
    customers.put(customer.id(), customer);
  }

  synchronized void putProduct(String product, List<String> planNames) {
    products.put(product, List.copyOf(planNames));
  }

  synchronized JsonObject product(String id) {
    return Optional.ofNullable(products.get(id))
        .map(planNames -> StripeObjects.product(id, planNames))
        .orElseThrow(() -> unknown("product", id));
  }

  synchronized void putInLiveMode(String id) {
    inLiveMode.add(id);
  }

  synchronized boolean hasCustomer(String customer) {
    return customers.containsKey(customer);
  }

  synchronized JsonObject subscription(String id) {
    return StripeObjects.subscription(known(id));
  }

  private BillingSubscription known(String id) {
    return Optional.ofNullable(subscriptions.get(id)).orElseThrow(() -> unknown(SUBSCRIPTION, id));
  }

  private StripeError unknown(String kind, String id) {
    return inLiveMode.contains(id)
        ? StripeError.inLiveMode(kind, id)
        : StripeError.unknown(404, kind, id, "id");
  }

  synchronized JsonObject subscriptions(StripeRequest request) {
    String customer = request.parameter(CUSTOMER).orElse("");
    if (!customers.containsKey(customer) || deleted.contains(customer)) {
      throw StripeError.unknown(400, CUSTOMER, customer, CUSTOMER);
    }
    boolean all = request.parameter("status").filter("all"::equals).isPresent();
    return pages.page(
        request,
        of(customer).stream()
            .filter(each -> all || each.status() != SubscriptionStatus.CANCELED)
            .map(StripeObjects::subscription)
            .toList());
  }

  private List<BillingSubscription> of(String customer) {
    return subscriptions.values().stream()
        .filter(each -> each.customer().equals(customer))
        .toList();
  }

  /** Cancels a subscription; ended ones are unknown to this request, as at Stripe. */
  synchronized JsonObject cancel(String id) {
    BillingSubscription before = known(id);
    if (ENDED.contains(before.status())) {
      throw StripeError.unknown(404, SUBSCRIPTION, id, "id");
    }
    end(before);
    return subscription(id);
  }

  private void end(BillingSubscription before) {
    subscriptions.put(
        before.id(),
        new BillingSubscription(
            before.id(),
            before.customer(),
            SubscriptionStatus.CANCELED,
            before.items(),
            before.paidUntil()));
  }

  synchronized JsonObject customer(String id) {
    BillingCustomer known =
        Optional.ofNullable(customers.get(id)).orElseThrow(() -> unknown(CUSTOMER, id));
    return deleted.contains(id) ? StripeObjects.deletedCustomer(id) : object(known);
  }

  private JsonObject object(BillingCustomer customer) {
    return StripeObjects.customer(
        customer, emails.getOrDefault(customer.id(), "payer@example.com"));
  }

  /** Lists customers that are not deleted; supports only the filter {@code created[lte]}. */
  synchronized JsonObject customers(StripeRequest request) {
    long latest = request.parameter("created[lte]").map(Long::valueOf).orElse(Long.MAX_VALUE);
    return pages.page(
        request,
        customers.values().stream()
            .filter(each -> !deleted.contains(each.id()))
            .filter(each -> each.createdAt().getEpochSecond() <= latest)
            .sorted(Comparator.comparing(each -> each.createdAt().getEpochSecond()))
            .map(this::object)
            .toList());
  }

  synchronized void putEmail(String customer, String email) {
    emails.put(customer, email);
  }

  /** Searches customers that are not deleted; supports only the query {@code email:"..."}. */
  synchronized JsonObject search(StripeRequest request) {
    String query = request.parameter("query").orElse("");
    JsonArray found = new JsonArray();
    customers.values().stream()
        .filter(each -> !deleted.contains(each.id()))
        .map(this::object)
        .filter(each -> query.equalsIgnoreCase("email:" + each.get("email")))
        .forEach(found::add);
    JsonObject result = new JsonObject();
    result.add("data", found);
    return result;
  }

  synchronized JsonObject deleteCustomer(String id) {
    if (!customers.containsKey(id) || !deleted.add(id)) {
      throw unknown(CUSTOMER, id);
    }
    of(id).stream().filter(each -> !ENDED.contains(each.status())).forEach(this::end);
    return StripeObjects.deletedCustomer(id);
  }
}
