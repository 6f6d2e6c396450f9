package com.anykoma.privacy.stripe;

import static com.anykoma.privacy.stripe.StripeSamples.SUBSCRIPTION;
import static com.anykoma.privacy.stripe.StripeSamples.json;
import static com.anykoma.privacy.stripe.StripeSamples.read;
import static com.anykoma.privacy.stripe.StripeSamples.readWith;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.stripe.SubscriptionEventReader.Envelope;
import com.anykoma.privacy.usage.plan.OwnerSource;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerDeleted;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerOnly;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.OwnerClaim;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionMention;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscriptionEventReaderTest {
  private static BillingSubscription subscriptionWith(String from, String to) {
    return readWith(from, to).orElseThrow().subscription().orElseThrow();
  }

  @Test
  void readsAllFieldsOfASubscription() {
    SubscriptionEvent event = read("customer.subscription.updated", SUBSCRIPTION).orElseThrow();

    assertThat(event.at()).isEqualTo(Instant.parse("2026-03-01T12:00:00Z"));
    assertThat(event.customer()).isEqualTo("cus_1");
    assertThat(event.ownerClaim())
        .contains(new OwnerClaim(new SubjectId("u1"), OwnerSource.METADATA));
    assertThat(event.subscription().orElseThrow().items())
        .containsExactly(
            new Item(
                Optional.of("price_1"),
                Optional.of("prod_1"),
                Optional.of("pro_monthly"),
                List.of("pro")));
  }

  @Test
  @Keeps("P8")
  void usesTheLatestPeriodEndInEitherMember() {
    String both = "\"current_period_end\":1772400000,";

    assertThat(subscriptionWith("active", "active").paidUntil())
        .contains(Instant.ofEpochSecond(1_772_500_000));
    assertThat(subscriptionWith(both, "").paidUntil())
        .contains(Instant.ofEpochSecond(1_772_500_000));
    assertThat(subscriptionWith("\"current_period_end\":1772500000,", "").paidUntil())
        .contains(Instant.ofEpochSecond(1_772_400_000));
    assertThat(subscriptionWith("1772400000", "1772900000").paidUntil())
        .contains(Instant.ofEpochSecond(1_772_900_000));
    assertThat(subscriptionWith("1772400000", "null").paidUntil())
        .contains(Instant.ofEpochSecond(1_772_500_000));
  }

  @Test
  void readsTheOlderMemberPlanLikePrice() {
    assertThat(subscriptionWith("\"price\":", "\"plan\":").items())
        .first()
        .extracting(Item::planNames)
        .isEqualTo(List.of("pro"));
    assertThat(
            subscriptionWith("\"product\":\"prod_1\"", "\"product\":{\"id\":\"prod_2\"}").items())
        .first()
        .extracting(Item::product)
        .isEqualTo(Optional.of("prod_2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"firebaseRole":"gold"}              | gold
          {"firebaseRole":"gold","plan":"pro"} | pro,gold
          {"firebaseRole":null}                | ~~
          {}                                   | ~~
          """)
  @Keeps("P7")
  void readsThePlanNamesInThePricesMetadata(String metadata, String names) {
    assertThat(subscriptionWith("{\"plan\":\"pro\"}", metadata).items())
        .first()
        .extracting(it -> String.join(",", it.planNames()))
        .isEqualTo(names);
  }

  @Test
  void readsTheIdOfAnExpandedCustomer() {
    assertThat(
            readWith("\"cus_1\"", "{\"object\":\"customer\",\"id\":\"cus_2\",\"email\":\"e\"}")
                .map(SubscriptionEvent::customer))
        .contains("cus_2");
  }

  @Test
  @Keeps("P7")
  void unlistedStatusIsUnknown() {
    assertThat(subscriptionWith("\"active\"", "\"suspended\"").status())
        .isEqualTo(SubscriptionStatus.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "sub_1"              | 7                      | 'data.object.id' is not a string
          "sub_1"              | null                   | 'data.object.id' is missing
          "sub_1"              | "../../admins/x"       | 'data.object.id' is not a Stripe id
          "sub_1"              | ""                     | 'data.object.id' is not a Stripe id
          "sub_1"              | "secret/x"             | 'data.object.id' is not a Stripe id
          "sub_1"              | "__a__"                | 'data.object.id' is not a Stripe id
          "cus_1"              | null                   | 'data.object.customer' is missing
          "cus_1"              | 7                      | 'data.object.customer' is not a string
          "cus_1"              | {}                     | 'data.object.customer.id' is missing
          "cus_1"              | ""                     | 'data.object.customer' is not a Stripe id
          "cus_1"              | "\\ud800"              | 'data.object.customer' is not a Stripe id
          "active"             | null                   | 'data.object.status' is missing
          "active"             | true                   | 'data.object.status' is not a string
          {"object":"list"     | {"data":7,"x":"list"   | -
          1772400000           | "secret"               | 'data.object.current_period_end' is not a number
          1772400000           | -1                     | 'data.object.current_period_end' is not a time in seconds between 1970 and 2100
          1772400000           | 0                      | 'data.object.current_period_end' is not a time in seconds between 1970 and 2100
          1772400000           | 1772400000000          | 'data.object.current_period_end' is not a time in seconds between 1970 and 2100
          1772400000           | 4102444800             | 'data.object.current_period_end' is not a time in seconds between 1970 and 2100
          1772400000           | 1.5                    | 'data.object.current_period_end' is not a whole number
          1772400000           | 1e9                    | 'data.object.current_period_end' is not a whole number
          1772500000           | 1772500000000          | 'data.object.items.data.current_period_end' is not a time in seconds between 1970 and 2100
          "price"              | "cost"                 | 'data.object.items.data.price' is missing
          "price_1"            | 7                      | 'data.object.items.data.price.id' is not a string
          {"plan":"pro"}       | ["secret"]             | 'data.object.items.data.price.metadata' is not an object
          {"plan":"pro"}       | {"plan":7}             | 'data.object.items.data.price.metadata.plan' is not a string
          {"plan":"pro"}       | {"firebaseRole":7}     | 'data.object.items.data.price.metadata.firebaseRole' is not a string
          {"firebaseUID":"u1"} | "secret"               | 'data.object.metadata' is not an object
          {"firebaseUID":"u1"} | {"firebaseUID":7}      | 'data.object.metadata.firebaseUID' is not a string
          """)
  @Keeps({"P15", "P17"})
  void errorNamesAnInvalidMemberWithoutItsValue(String from, String to, String message) {
    String expected = message.equals("-") ? "a JSON object has a duplicate name" : message;

    assertThatThrownBy(() -> readWith(from, to))
        .isInstanceOf(MalformedJson.class)
        .hasMessage(expected)
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "created":1772366400  | "created":null           | 'created' is missing
          "created":1772366400  | "created":1772366400000  | 'created' is not a time in seconds between 1970 and 2100
          "created":1772366400  | "created":-1             | 'created' is not a time in seconds between 1970 and 2100
          "created":1772366400  | "created":"secret"       | 'created' is not a number
          "id":"evt_1"          | "id":"../x"              | 'id' is not a Stripe id
          "id":"evt_1"          | "ib":"evt_1"             | 'id' is missing
          "data":               | "date":                  | 'data' is missing
          "type":               | "kind":                  | 'type' is missing
          """)
  @Keeps({"P15", "P17"})
  void errorNamesAnInvalidEventMemberWithoutItsValue(String from, String to, String message) {
    String text =
        StripeSamples.event("customer.subscription.updated", SUBSCRIPTION).replace(from, to);

    assertThatThrownBy(() -> SubscriptionEventReader.read(json(text)))
        .isInstanceOf(MalformedJson.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", ".", "..", "__a__", "a/b", "../../admins/x", "\\u0000", "\\ud800", "x\\udc00"})
  @Keeps({"E23", "E33"})
  void invalidUidClaimsNoOwner(String uid) {
    assertThat(readWith("\"firebaseUID\":\"u1\"", "\"firebaseUID\":\"" + uid + "\""))
        .map(SubscriptionEvent::ownerClaim)
        .contains(Optional.empty());
  }

  @Test
  @Keeps("E33")
  void uidHasAtMost128Characters() {
    String longest = "u".repeat(128);

    assertThat(
            readWith("\"u1\"", "\"" + longest + "\"")
                .orElseThrow()
                .ownerClaim()
                .map(OwnerClaim::subject))
        .contains(new SubjectId(longest));
    assertThat(readWith("\"u1\"", "\"" + longest + "u\"").orElseThrow().ownerClaim()).isEmpty();
    assertThat(readWith("{\"firebaseUID\":\"u1\"}", "{}").orElseThrow().ownerClaim()).isEmpty();
    assertThat(readWith("{\"firebaseUID\":\"u1\"}", "null").orElseThrow().ownerClaim()).isEmpty();
  }

  @Test
  @Keeps("E3")
  void checkoutMentionsItsSubscriptionAndItsSubject() {
    String session =
        """
        {"object":"checkout.session","id":"cs_1","customer":"cus_1","subscription":%s,
         "client_reference_id":"u1","metadata":{}}
        """;

    SubscriptionEvent event =
        read("checkout.session.completed", session.formatted("\"sub_1\"")).orElseThrow();

    assertThat(event.payload()).isEqualTo(new SubscriptionMention("sub_1"));
    assertThat(event.ownerClaim())
        .contains(new OwnerClaim(new SubjectId("u1"), OwnerSource.REFERENCE));
    assertThat(
            read("checkout.session.completed", session.formatted("{\"id\":\"sub_2\"}"))
                .map(SubscriptionEvent::payload))
        .contains(new SubscriptionMention("sub_2"));
    assertThat(
            read("checkout.session.completed", session.formatted("null"))
                .map(SubscriptionEvent::payload))
        .contains(new CustomerOnly());
    assertThatThrownBy(() -> read("checkout.session.completed", session.formatted("\"a/b\"")))
        .hasMessage("'data.object.subscription' is not a Stripe id");
  }

  @Test
  void ignoresACheckoutWithoutCustomer() {
    assertThat(
            read(
                "checkout.session.completed",
                "{\"object\":\"checkout.session\",\"customer\":null,\"subscription\":null}"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "subscription":"sub_1"                                                                                | sub_1
          "subscription":{"id":"sub_1"}                                                                         | sub_1
          "parent":{"type":"subscription_details","subscription_details":{"subscription":"sub_2"}}              | sub_2
          "parent":{"type":"subscription_details","subscription_details":{"subscription":{"id":"sub_2"}}}       | sub_2
          "parent":{"type":"quote_details","subscription_details":{"subscription":"sub_2"}}                     | -
          "parent":null                                                                                         | -
          "subscription":null                                                                                   | -
          """)
  void invoiceMentionsItsSubscriptionInEitherMember(String member, String subscription) {
    String invoice =
        "{\"object\":\"invoice\",\"id\":\"in_1\",\"customer\":\"cus_1\"," + member + "}";

    Optional<SubscriptionEvent> event = read("invoice.paid", invoice);

    if (subscription.equals("-")) {
      assertThat(event).isEmpty();
    } else {
      assertThat(event.map(SubscriptionEvent::payload))
          .contains(new SubscriptionMention(subscription));
    }
  }

  @Test
  @Keeps("E13")
  void readsTheDeletionOfACustomer() {
    String customer =
        "{\"object\":\"customer\",\"id\":\"cus_1\",\"metadata\":{\"firebaseUID\":\"u1\"}}";

    assertThat(read("customer.deleted", customer).map(SubscriptionEvent::payload))
        .contains(new CustomerDeleted());
    assertThat(read("customer.updated", customer).map(SubscriptionEvent::customer))
        .contains("cus_1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann+shop@example.test",
        "user|17",
        "user 17",
        "\u00fcser/../17",
        ".",
        "..",
        "__id5__",
        "~plain"
      })
  void acceptsCustomerIdsThatMerchantsChoose(String id) {
    assertThat(readWith("cus_1", id).map(SubscriptionEvent::customer)).contains(id);
    assertThat(
            read(
                    "customer.deleted",
                    "{\"object\":\"customer\",\"id\":\"" + id + "\",\"metadata\":{}}")
                .map(SubscriptionEvent::customer))
        .contains(id);
  }

  @Test
  void customerIdHasAtMost255Characters() {
    assertThat(readWith("cus_1", "\ud83d\ude00".repeat(255))).isPresent();
    assertThatThrownBy(() -> readWith("cus_1", "c".repeat(256)))
        .hasMessage("'data.object.customer' is not a Stripe id");
  }

  @Test
  void metadataOutranksAReference() {
    String session =
        """
        {"object":"checkout.session","id":"cs_1","customer":"cus_1","subscription":null,
         "client_reference_id":"stranger","metadata":{"firebaseUID":"%s"}}
        """;

    assertThat(ownerClaim(session.formatted("u1")))
        .contains(new OwnerClaim(new SubjectId("u1"), OwnerSource.METADATA));
    assertThat(ownerClaim(session.formatted("a/b"))).isEmpty();
  }

  private static Optional<OwnerClaim> ownerClaim(String session) {
    return read("checkout.session.completed", session).flatMap(SubscriptionEvent::ownerClaim);
  }

  @Test
  void refusesAnObjectThatIsNoSubscription() {
    assertThatThrownBy(
            () -> read("customer.subscription.updated", "{\"object\":\"invoice\",\"id\":\"in_1\"}"))
        .isInstanceOf(MalformedJson.class)
        .hasMessageEndingWith("is missing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "charge.refunded",
        "charge.dispute.created",
        "charge.dispute.closed",
        "refund.created",
        "credit_note.created",
        "payment_intent.payment_failed",
        "product.updated"
      })
  @Keeps("E6")
  void ignoresRefundsAndDisputes(String type) {
    List<String> objects = List.of("{\"object\":\"charge\",\"customer\":\"cus_1\"}", SUBSCRIPTION);

    assertThat(objects).allSatisfy(it -> assertThat(read(type, it)).isEmpty());
  }

  @Test
  @Keeps("E31")
  void readsTheAccountAndModeOfTheEnvelope() {
    String text = StripeSamples.event("customer.subscription.updated", SUBSCRIPTION);

    assertThat(SubscriptionEventReader.envelope(json(text)))
        .contains(new Envelope("evt_1", "customer.subscription.updated", true, Optional.empty()));
    assertThat(
            SubscriptionEventReader.envelope(
                json(
                    text.replace(
                        "\"livemode\":true", "\"livemode\":false,\"account\":\"acct_1\""))))
        .contains(
            new Envelope("evt_1", "customer.subscription.updated", false, Optional.of("acct_1")));
  }

  @Test
  void thinEventHasNoEnvelope() {
    assertThat(
            SubscriptionEventReader.envelope(
                json("{\"object\":\"v2.core.event\",\"id\":\"evt_2\"}")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          "object":"event"   | "object":"list"     | 'object' is not 'event'
          "object":"event"   | "objekt":"event"    | 'object' is missing
          "livemode":true    | "livemode":"true"   | 'livemode' is not true or false
          "livemode":true    | "live":true         | 'livemode' is missing
          "id":"evt_1"       | "id":"e/v"          | 'id' is not a Stripe id
          subscription.updated | secret SECRET     | 'type' is not a Stripe event type
          """)
  @Keeps({"E31", "P17"})
  void errorNamesAnInvalidEnvelopeMemberWithoutItsValue(String from, String to, String message) {
    String text =
        StripeSamples.event("customer.subscription.updated", SUBSCRIPTION).replace(from, to);

    assertThatThrownBy(() -> SubscriptionEventReader.envelope(json(text)))
        .isInstanceOf(MalformedJson.class)
        .hasMessage(message);
  }
}
