package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.stripe.StripeCustomer;
import com.anykoma.privacy.stripe.StripeSubscription;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.stripe.StripeClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Stripe as the payment provider. Responses are parsed as raw JSON, because the typed objects of
 * the library support one API version only. An attempt waits 5 seconds for a connection and 20 for
 * a response; there are at most three attempts.
 */
public final class StripeBilling implements Billing {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration READ_TIMEOUT = Duration.ofSeconds(20);
  private static final int RETRIES = 2;
  private static final int MAX_PRODUCTS = 1_000;
  private static final Duration PRODUCT_LIFETIME = Duration.ofMinutes(5);

  private final StripeCalls calls;
  private final StripeCustomers customers;
  private final StripeRedactions redactions;
  private final Cache<String, List<String>> planNames =
      CacheBuilder.newBuilder()
          .maximumSize(MAX_PRODUCTS)
          .expireAfterWrite(PRODUCT_LIFETIME)
          .build();

  private StripeBilling(StripeCalls calls) {
    this.calls = calls;
    this.customers = new StripeCustomers(calls);
    this.redactions = new StripeRedactions(calls);
  }

  /** Opens Stripe with the key in the settings, which must be set, without a request. */
  public static StripeBilling open(GoogleSettings settings) {
    return open(settings, READ_TIMEOUT);
  }

  /** Opens Stripe with another timeout for each response. */
  public static StripeBilling open(GoogleSettings settings, Duration readTimeout) {
    String key =
        settings
            .stripeKey()
            .orElseThrow(() -> new PermanentFailure("STRIPE_API_KEY is not set"))
            .reveal();
    StripeClient.StripeClientBuilder client =
        StripeClient.builder()
            .setApiKey(key)
            .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
            .setReadTimeout((int) readTimeout.toMillis())
            .setMaxNetworkRetries(RETRIES);
    settings.endpoint(Service.STRIPE).ifPresent(base -> client.setApiBase(base.toString()));
    return new StripeBilling(new StripeCalls(client.build()));
  }

  @Override
  public Optional<BillingSubscription> subscription(String subscription) {
    return calls
        .get("read a subscription", "/v1/subscriptions/" + StripeCalls.id(subscription))
        .map(StripeSubscription::read);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Stripe does not document what it returns for the subscriptions of a deleted customer. So
   * when the list is refused or empty, this reads the customer itself. Stripe still returns a
   * deleted customer, which counts as known.
   */
  @Override
  public Optional<List<BillingSubscription>> subscriptions(String customer) {
    String path = "/v1/subscriptions?status=all&customer=" + StripeCalls.id(customer);
    List<JsonValue> listed = calls.list("list subscriptions", path).orElse(List.of());
    List<BillingSubscription> found = listed.stream().map(StripeSubscription::read).toList();
    return found.isEmpty() && !isKnown(customer) ? Optional.empty() : Optional.of(found);
  }

  private boolean isKnown(String customer) {
    return customers.read(customer).isPresent();
  }

  @Override
  public Optional<BillingCustomer> customer(String customer) {
    return customers
        .read(customer)
        .filter(it -> !it.flag("deleted").orElse(false))
        .map(StripeCustomer::read);
  }

  /** {@inheritDoc} One request for each product in five minutes. */
  @Override
  public List<String> planNames(String product) {
    List<String> known = planNames.getIfPresent(product);
    if (known != null) {
      return known;
    }
    List<String> read =
        calls
            .get("read a product", "/v1/products/" + StripeCalls.id(product))
            .map(StripeSubscription::planNames)
            .orElse(List.of());
    planNames.put(product, read);
    return read;
  }

  /** {@inheritDoc} Stripe reports an ended subscription as missing. */
  @Override
  public void cancel(String subscription) {
    calls.delete("cancel a subscription", "/v1/subscriptions/" + StripeCalls.id(subscription));
  }

  @Override
  public Page<BillingCustomer> customers(Optional<String> pageToken, int limit) {
    Page.requireLimit(limit, MAX_PAGE_SIZE);
    return customers.page(pageToken, limit);
  }

  @Override
  public List<BillingCustomer> customersWithEmail(Sensitive<String> email) {
    return customers.withEmail(email.reveal());
  }

  @Override
  public void deleteCustomer(String customer) {
    calls.delete("delete a customer", "/v1/customers/" + StripeCalls.id(customer));
  }

  @Override
  public Redaction requestRedaction(String customer, Optional<String> request) {
    return redactions
        .request(customer, request)
        .orElseGet(() -> isKnown(customer) ? Redaction.refused() : Redaction.unknownCustomer());
  }

  @Override
  public Optional<Redaction> redaction(String request) {
    return redactions.find(request);
  }
}
