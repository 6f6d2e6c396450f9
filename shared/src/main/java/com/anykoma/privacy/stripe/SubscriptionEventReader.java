package com.anykoma.privacy.stripe;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.usage.plan.OwnerSource;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerDeleted;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerOnly;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.OwnerClaim;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Payload;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionMention;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionSnapshot;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses Stripe's event JSON of any API version. Ignores refunds and disputes: they do not end a
 * subscription, so content stays protected until the subscription itself ends (E6).
 *
 * @see <a href="https://docs.stripe.com/api/events/types">Stripe: types of events</a>
 */
public final class SubscriptionEventReader {
  /** An id that Stripe generates, unlike those of customers, which a merchant may choose. */
  private static final Pattern STRIPE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,254}");

  private static final Pattern TYPE = Pattern.compile("[a-z0-9_.]{1,100}");

  /** 2100-01-01: a later time is a value in milliseconds, not in seconds. */
  private static final long LATEST_SECOND = 4_102_444_800L;

  private SubscriptionEventReader() {}

  /** The id, type, mode (live or test) and connected account of an event. */
  public record Envelope(String id, String type, boolean live, Optional<String> account) {}

  /** Reads the envelope of a v1 event; empty for a thin (v2) event, which carries no state. */
  public static Optional<Envelope> envelope(JsonValue event) {
    String object = event.requiredString("object");
    if (object.equals("v2.core.event")) {
      return Optional.empty();
    }
    if (!object.equals("event")) {
      throw event.problem("object", "is not 'event'");
    }
    return Optional.of(
        new Envelope(
            requireStripeId(event, "id", event.requiredString("id")),
            type(event),
            event.requiredFlag("livemode"),
            event.string("account")));
  }

  private static String type(JsonValue event) {
    String type = event.requiredString("type");
    if (!TYPE.matcher(type).matches()) {
      throw event.problem("type", "is not a Stripe event type");
    }
    return type;
  }

  /** Reads an event about a customer's subscriptions; empty if the event cannot change a plan. */
  public static Optional<SubscriptionEvent> read(JsonValue event) {
    String type = event.requiredString("type");
    Instant at = time(event, "created").orElseThrow(() -> event.problem("created", "is missing"));
    JsonValue object = event.requiredObject("data").requiredObject("object");
    return payload(type, object).flatMap(payload -> event(event, type, at, object, payload));
  }

  private static Optional<Payload> payload(String type, JsonValue object) {
    if (type.startsWith("customer.subscription.")) {
      return Optional.of(new SubscriptionSnapshot(StripeSubscription.read(object)));
    }
    if (type.startsWith("invoice.")) {
      return subscriptionOfInvoice(object).map(SubscriptionMention::new);
    }
    return switch (type) {
      case "checkout.session.completed" ->
          Optional.of(
              object
                  .idOf("subscription")
                  .map(
                      id ->
                          (Payload)
                              new SubscriptionMention(requireStripeId(object, "subscription", id)))
                  .orElse(new CustomerOnly()));
      case "customer.created", "customer.updated" -> Optional.of(new CustomerOnly());
      case "customer.deleted" -> Optional.of(new CustomerDeleted());
      default -> Optional.empty();
    };
  }

  /** Reads the old member, or the one that replaced it in API version 2025-03-31. */
  private static Optional<String> subscriptionOfInvoice(JsonValue invoice) {
    Optional<JsonValue> parent =
        invoice
            .object("parent")
            .filter(it -> it.string("type").filter("subscription_details"::equals).isPresent());
    return invoice
        .idOf("subscription")
        .or(
            () ->
                parent
                    .flatMap(it -> it.object("subscription_details"))
                    .flatMap(details -> details.idOf("subscription")))
        .map(id -> requireStripeId(invoice, "subscription", id));
  }

  private static Optional<SubscriptionEvent> event(
      JsonValue event, String type, Instant at, JsonValue object, Payload payload) {
    boolean isCustomer = object.string("object").filter("customer"::equals).isPresent();
    Optional<String> customer =
        isCustomer ? Optional.of(object.requiredString("id")) : object.idOf("customer");
    if (customer.isEmpty() && payload instanceof SubscriptionSnapshot) {
      throw object.problem("customer", "is missing");
    }
    return customer.map(
        id ->
            new SubscriptionEvent(
                requireStripeId(event, "id", event.requiredString("id")),
                type,
                at,
                customerId(object, id),
                ownerClaim(object),
                payload));
  }

  /**
   * Prefers metadata, which only our server writes, over {@code client_reference_id}, which a
   * buyer's browser may set. An invalid uid in the metadata claims no owner, and the event is
   * parked until its customer is known (E33).
   */
  private static Optional<OwnerClaim> ownerClaim(JsonValue object) {
    Optional<String> uid = uid(object);
    return uid.isPresent()
        ? uid.flatMap(SubjectId::of).map(it -> new OwnerClaim(it, OwnerSource.METADATA))
        : object
            .string("client_reference_id")
            .flatMap(SubjectId::of)
            .map(it -> new OwnerClaim(it, OwnerSource.REFERENCE));
  }

  /** Returns the unvalidated uid in an object's metadata. */
  static Optional<String> uid(JsonValue object) {
    return object.object("metadata").flatMap(metadata -> metadata.string("firebaseUID"));
  }

  static String requireStripeId(JsonValue of, String name, String id) {
    if (!STRIPE_ID.matcher(id).matches()) {
      throw of.problem(name, "is not a Stripe id");
    }
    DocumentPath.requireId(id);
    return id;
  }

  private static String customerId(JsonValue of, String id) {
    if (!BillingCustomer.isId(id)) {
      throw of.problem("customer", "is not a Stripe id");
    }
    return id;
  }

  static Optional<Instant> time(JsonValue of, String name) {
    return of.number(name)
        .map(
            seconds -> {
              if (seconds <= 0 || seconds >= LATEST_SECOND) {
                throw of.problem(name, "is not a time in seconds between 1970 and 2100");
              }
              return Instant.ofEpochSecond(seconds);
            });
  }
}
