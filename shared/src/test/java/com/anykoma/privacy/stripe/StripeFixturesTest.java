package com.anykoma.privacy.stripe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerDeleted;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerOnly;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests Stripe's own sample objects, if their file exists next to the repository. */
class StripeFixturesTest {
  private static final String FILE = "../shared/data/stripe/fixtures3.json";

  private static JsonObject resources = new JsonObject();

  @BeforeAll
  static void readTheFile() throws IOException {
    Path file = root().resolve(FILE);
    String skipped = "skipped: Stripe's sample objects are not at " + FILE;
    if (!Files.exists(file)) {
      System.out.println(StripeFixturesTest.class.getSimpleName() + " " + skipped);
    }
    assumeTrue(Files.exists(file), skipped);
    resources =
        JsonParser.parseString(Files.readString(file))
            .getAsJsonObject()
            .getAsJsonObject("resources");
  }

  /** Returns the root of the repository: the directory that contains .ci. */
  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve(".ci"))) {
      Path parent = directory.getParent();
      if (parent == null) {
        return Path.of("");
      }
      directory = parent;
    }
    return directory;
  }

  private static Optional<SubscriptionEvent> read(String type, String resource) {
    JsonElement object = resources.get(resource);
    return StripeSamples.read(type, object.toString());
  }

  @Test
  void readsStripesSampleSubscription() {
    SubscriptionEvent event = read("customer.subscription.updated", "subscription").orElseThrow();

    BillingSubscription subscription = event.subscription().orElseThrow();
    assertThat(subscription.id()).startsWith("sub_");
    assertThat(event.customer()).startsWith("cus_");
    assertThat(subscription.status()).isNotEqualTo(SubscriptionStatus.UNKNOWN);
    assertThat(subscription.items())
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.price().orElseThrow()).startsWith("price_");
              assertThat(it.product().orElseThrow()).startsWith("prod_");
            });
    assertThat(subscription.paidUntil()).isPresent();
  }

  @Test
  @Keeps("P7")
  void sampleSubscriptionsPriceIsUnknown() {
    BillingSubscription subscription =
        read("customer.subscription.created", "subscription")
            .orElseThrow()
            .subscription()
            .orElseThrow();

    assertThat(FixtureProduct.FILES.plans().hasUnknownItem(subscription)).isTrue();
    assertThat(subscription.items()).extracting(Item::planNames).containsOnly(List.of());
  }

  @Test
  void readsStripesSampleCustomers() {
    assertThat(read("customer.created", "customer").map(SubscriptionEvent::payload))
        .contains(new CustomerOnly());
    assertThat(read("customer.deleted", "customer").map(SubscriptionEvent::payload))
        .contains(new CustomerDeleted());
    assertThat(read("customer.deleted", "deleted_customer").map(SubscriptionEvent::payload))
        .contains(new CustomerDeleted());
  }

  @Test
  void readsStripesSampleInvoiceAndCheckout() {
    assertThat(read("checkout.session.completed", "checkout.session")).isEmpty();
    assertThat(read("invoice.paid", "invoice").map(SubscriptionEvent::customer))
        .isIn(Optional.empty(), Optional.of("cus_QXg1o8vcGmoR32"));
  }

  @Test
  @Keeps("E6")
  void ignoresOtherSampleObjects() {
    Map<String, String> types =
        Map.of(
            "charge", "charge.refunded",
            "dispute", "charge.dispute.created",
            "refund", "refund.created",
            "payment_intent", "payment_intent.succeeded",
            "price", "price.updated",
            "product", "product.created");

    types.forEach((resource, type) -> assertThat(read(type, resource)).isEmpty());
  }

  @Test
  void readsTheEnvelopeOfStripesSampleEvent() {
    assertThat(
            SubscriptionEventReader.envelope(StripeSamples.json(resources.get("event").toString()))
                .map(SubscriptionEventReader.Envelope::type))
        .contains("plan.created");
  }
}
