package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * The part of a Stripe event that can change a plan; the rest of the event is discarded (P11).
 *
 * @param id {@code evt_...}
 * @param at the event's {@code created}
 * @param customer the id of the customer
 * @param ownerClaim the subject that the event names as the customer's owner
 */
public record SubscriptionEvent(
    String id,
    String type,
    Instant at,
    String customer,
    Optional<OwnerClaim> ownerClaim,
    Payload payload) {
  public SubscriptionEvent {
    Objects.requireNonNull(id);
    Objects.requireNonNull(type);
    Objects.requireNonNull(at);
    Objects.requireNonNull(customer);
    Objects.requireNonNull(ownerClaim);
    Objects.requireNonNull(payload);
  }

  /** A subject that an event names as its customer's owner, and the source of the name. */
  public record OwnerClaim(SubjectId subject, OwnerSource source) {
    public OwnerClaim {
      Objects.requireNonNull(subject);
      Objects.requireNonNull(source);
    }
  }

  /** Returns the subscription in the event; empty if the event has none. */
  public Optional<BillingSubscription> subscription() {
    return payload instanceof SubscriptionSnapshot snapshot
        ? Optional.of(snapshot.subscription())
        : Optional.empty();
  }

  /** Returns a copy with another state of the subscription. */
  SubscriptionEvent withSubscription(BillingSubscription subscription) {
    return new SubscriptionEvent(
        id, type, at, customer, ownerClaim, new SubscriptionSnapshot(subscription));
  }

  /** Returns a copy with an id of its own, for the state before its products could be read. */
  SubscriptionEvent withUnreadProducts() {
    return new SubscriptionEvent(id + "-unread", type, at, customer, ownerClaim, payload);
  }

  /** The content of an event about a customer's subscriptions. */
  public sealed interface Payload {
    /** Whether the customer, or its subscription, continues after the event. */
    default boolean isAlive() {
      return this instanceof SubscriptionSnapshot snapshot
          ? !snapshot.subscription().status().isEnded()
          : !(this instanceof CustomerDeleted);
    }
  }

  /** The state of a subscription at the event. */
  public record SubscriptionSnapshot(BillingSubscription subscription) implements Payload {}

  /** The id of a subscription whose state the event does not have. */
  public record SubscriptionMention(String subscription) implements Payload {}

  /** The customer was deleted, which ends its subscriptions. */
  public record CustomerDeleted() implements Payload {}

  /** Only the customer, and perhaps a claim of its owner. */
  public record CustomerOnly() implements Payload {}
}
