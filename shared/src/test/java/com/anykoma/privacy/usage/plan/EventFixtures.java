package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerDeleted;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerOnly;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.OwnerClaim;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Payload;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionMention;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A builder of Stripe events; times are seconds after {@link #START}. */
public final class EventFixtures {
  public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  private final String type;
  private final String subscription;
  private String id;
  private String customer = "cus_1";
  private Optional<OwnerClaim> claim = Optional.empty();
  private Instant at = START;
  private SubscriptionStatus status = SubscriptionStatus.ACTIVE;
  private List<String> planNames = List.of("pro");
  private Optional<Instant> paidUntil = Optional.empty();

  private EventFixtures(String type, String subscription) {
    this.type = type;
    this.subscription = subscription;
    this.id = "";
  }

  public static Instant at(long seconds) {
    return START.plusSeconds(seconds);
  }

  public static EventFixtures created(String subscription) {
    return new EventFixtures("customer.subscription.created", subscription);
  }

  public static EventFixtures updated(String subscription) {
    return new EventFixtures("customer.subscription.updated", subscription);
  }

  public static EventFixtures deleted(String subscription) {
    return new EventFixtures("customer.subscription.deleted", subscription)
        .status(SubscriptionStatus.CANCELED);
  }

  public static EventFixtures checkout(String subscription) {
    return new EventFixtures("checkout.session.completed", subscription);
  }

  public static EventFixtures invoice(String subscription) {
    return new EventFixtures("invoice.paid", subscription);
  }

  public static EventFixtures customerDeleted(String customer) {
    return new EventFixtures("customer.deleted", "").of(customer);
  }

  public static EventFixtures customerCreated(String customer) {
    return new EventFixtures("customer.created", "").of(customer);
  }

  public EventFixtures id(String event) {
    id = event;
    return this;
  }

  public EventFixtures of(String whose) {
    customer = whose;
    return this;
  }

  /** Adds a uid in metadata, which only our server writes. */
  public EventFixtures named(String uid) {
    claim = Optional.of(new OwnerClaim(new SubjectId(uid), OwnerSource.METADATA));
    return this;
  }

  /** Adds a uid in {@code client_reference_id}, which a buyer's browser may set. */
  public EventFixtures referring(String uid) {
    claim = Optional.of(new OwnerClaim(new SubjectId(uid), OwnerSource.REFERENCE));
    return this;
  }

  public EventFixtures after(long seconds) {
    at = at(seconds);
    return this;
  }

  public EventFixtures status(SubscriptionStatus newStatus) {
    status = newStatus;
    return this;
  }

  /** Sets the plan's name; an unlisted name stands for an unknown price. */
  public EventFixtures plan(String name) {
    planNames = List.of(name);
    return this;
  }

  public EventFixtures unknownPrice() {
    planNames = List.of();
    return this;
  }

  public EventFixtures paidUntil(long seconds) {
    paidUntil = Optional.of(at(seconds));
    return this;
  }

  /** Returns the subscription's state at the event. */
  public BillingSubscription subscription() {
    Item item =
        new Item(Optional.of("price_1"), Optional.of("prod_1"), Optional.empty(), planNames);
    return new BillingSubscription(subscription, customer, status, List.of(item), paidUntil);
  }

  public SubscriptionEvent event() {
    String name = id.isEmpty() ? "evt_" + type.replace('.', '_') + "_" + subscription + "_" : id;
    String unique = id.isEmpty() ? name + at.getEpochSecond() : id;
    return new SubscriptionEvent(unique, type, at, customer, claim, payload());
  }

  private Payload payload() {
    return switch (type) {
      case "checkout.session.completed", "invoice.paid" -> new SubscriptionMention(subscription);
      case "customer.deleted" -> new CustomerDeleted();
      case "customer.created" -> new CustomerOnly();
      default -> new SubscriptionSnapshot(subscription());
    };
  }
}
