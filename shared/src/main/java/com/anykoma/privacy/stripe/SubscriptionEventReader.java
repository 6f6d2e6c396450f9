package com.anykoma.privacy.stripe;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.usage.plan.OwnerSource;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerEnded;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerNamed;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Mentioned;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Named;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.News;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Stated;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads Stripe's event JSON of any API version. Refunds and disputes are read as nothing: they end
 * no subscription, so protection stays as it is until the subscription itself ends (E6).
 *
 * @see <a href="https://docs.stripe.com/api/events/types">Stripe: types of events</a>
 */
public final class SubscriptionEventReader {
  /**
   * Ids of events and subscriptions are made by Stripe alone, of ASCII letters, digits and
   * underscores, at most 255 characters. Those of customers may be chosen by the merchant.
   */
  private static final Pattern STRIPE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.:-]{0,254}");

  private static final Pattern TYPE = Pattern.compile("[a-z0-9_.]{1,100}");

  /** 2100-01-01: what lies beyond is milliseconds taken for seconds. */
  private static final long LATEST_SECOND = 4_102_444_800L;

  private SubscriptionEventReader() {}

  /** Which event it is, who sent it and for which world. */
  public record Envelope(String id, String type, boolean live, Optional<String> account) {}

  /**
   * The envelope of a classic (v1) event; empty for a thin (v2) one, which carries no state.
   *
   * @throws com.anykoma.privacy.json.MalformedJson for anything that is no event
   */
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
            stripeId(event, "id", event.requiredString("id")),
            type(event),
            event.requiredFlag("livemode"),
            event.string("account")));
  }

  private static String type(JsonValue event) {
    String type = event.requiredString("type");
    if (!TYPE.matcher(type).matches()) {
      throw event.problem("type", "is not a type of Stripe's");
    }
    return type;
  }

  /**
   * What the event says about a customer's subscriptions; empty when it can change no plan.
   *
   * @throws com.anykoma.privacy.json.MalformedJson naming the member that is not what it must be
   */
  public static Optional<SubscriptionEvent> read(JsonValue event) {
    String type = event.requiredString("type");
    Instant at = time(event, "created").orElseThrow(() -> event.problem("created", "is missing"));
    JsonValue object = event.requiredObject("data").requiredObject("object");
    return news(type, object).flatMap(news -> event(event, type, at, object, news));
  }

  private static Optional<News> news(String type, JsonValue object) {
    if (type.startsWith("customer.subscription.")) {
      return Optional.of(new Stated(StripeSubscription.read(object)));
    }
    if (type.startsWith("invoice.")) {
      return subscriptionOfInvoice(object).map(Mentioned::new);
    }
    return switch (type) {
      case "checkout.session.completed" ->
          Optional.of(
              object
                  .idOf("subscription")
                  .map(id -> (News) new Mentioned(stripeId(object, "subscription", id)))
                  .orElse(new CustomerNamed()));
      case "customer.created", "customer.updated" -> Optional.of(new CustomerNamed());
      case "customer.deleted" -> Optional.of(new CustomerEnded());
      default -> Optional.empty();
    };
  }

  /** Its old place, and since API version 2025-03-31 the new one. */
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
        .map(id -> stripeId(invoice, "subscription", id));
  }

  private static Optional<SubscriptionEvent> event(
      JsonValue event, String type, Instant at, JsonValue object, News news) {
    boolean ofCustomer = object.string("object").filter("customer"::equals).isPresent();
    Optional<String> customer =
        ofCustomer ? Optional.of(object.requiredString("id")) : object.idOf("customer");
    if (customer.isEmpty() && news instanceof Stated) {
      throw object.problem("customer", "is missing");
    }
    return customer.map(
        id ->
            new SubscriptionEvent(
                stripeId(event, "id", event.requiredString("id")),
                type,
                at,
                customerId(object, id),
                named(object),
                news));
  }

  /**
   * Metadata is written by our server alone; where it names anybody, the {@code
   * client_reference_id}, which a buyer's browser may set, is not looked at. A uid that cannot be
   * one names nobody: the event waits until its customer is known (E33).
   */
  private static Optional<Named> named(JsonValue object) {
    Optional<String> uid = uid(object);
    return uid.isPresent()
        ? uid.flatMap(SubjectId::of).map(it -> new Named(it, OwnerSource.METADATA))
        : object
            .string("client_reference_id")
            .flatMap(SubjectId::of)
            .map(it -> new Named(it, OwnerSource.REFERENCE));
  }

  /** The uid that an object's metadata holds, as it stands there. */
  static Optional<String> uid(JsonValue object) {
    return object.object("metadata").flatMap(metadata -> metadata.string("firebaseUID"));
  }

  static String stripeId(JsonValue of, String name, String id) {
    if (!STRIPE_ID.matcher(id).matches()) {
      throw of.problem(name, "is not an id of Stripe's");
    }
    DocumentPath.requireId(id);
    return id;
  }

  private static String customerId(JsonValue of, String id) {
    if (!BillingCustomer.isId(id)) {
      throw of.problem("customer", "is not an id of Stripe's");
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
