package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A Stripe event reduced to what can change a plan; nothing else of it is kept (P11).
 *
 * @param id {@code evt_...}
 * @param at the event's {@code created}
 * @param customer whose subscription it is
 * @param named the subject that the event says the customer is
 * @param news what it says
 */
public record SubscriptionEvent(
    String id, String type, Instant at, String customer, Optional<Named> named, News news) {
  public SubscriptionEvent {
    Objects.requireNonNull(id);
    Objects.requireNonNull(type);
    Objects.requireNonNull(at);
    Objects.requireNonNull(customer);
    Objects.requireNonNull(named);
    Objects.requireNonNull(news);
  }

  /** A subject that an event names as its customer's, and in which member. */
  public record Named(SubjectId subject, OwnerSource source) {
    public Named {
      Objects.requireNonNull(subject);
      Objects.requireNonNull(source);
    }
  }

  /** The subscription that the event states, empty when it states none. */
  public Optional<BillingSubscription> subscription() {
    return news instanceof Stated stated ? Optional.of(stated.subscription()) : Optional.empty();
  }

  /** What an event says about a customer's subscriptions. */
  public sealed interface News {
    /** Whether the customer, or a subscription of theirs, goes on by what it says. */
    default boolean isAlive() {
      return this instanceof Stated stated
          ? !stated.subscription().status().isEnded()
          : !(this instanceof CustomerEnded);
    }
  }

  /** A subscription as it was at the event. */
  public record Stated(BillingSubscription subscription) implements News {}

  /** A subscription exists; the event does not say in what state. */
  public record Mentioned(String subscription) implements News {}

  /** The customer was deleted, and its subscriptions ended with it. */
  public record CustomerEnded() implements News {}

  /** Nothing but, perhaps, which subject the customer is. */
  public record CustomerNamed() implements News {}
}
