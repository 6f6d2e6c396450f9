package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerDeleted;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerOnly;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.OwnerClaim;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Payload;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionMention;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The idempotency records ("marks") of Stripe events, {@code stripeEvents/{id}}. An {@code applied}
 * mark lists the event's follow-up tasks. A {@code parked} mark stores the event, reduced to plan
 * facts, until its customer or the account that it names is known. A mark is written in the
 * transaction of the event's effect, so an event takes effect at most once (E8).
 */
final class StripeEvents {
  static final String STATE = "state";
  static final String CUSTOMER = "customer";
  static final String PARKED = "parked";
  static final String RECORDED_AT = "recordedAt";
  private static final String APPLIED = "applied";

  /** The field of Firestore's TTL policy, which deletes most marks; the sweep deletes all. */
  static final String EXPIRES_AT = "expiresAt";

  static final Duration RETENTION = Duration.ofDays(90);

  private StripeEvents() {}

  static DocumentPath mark(SubscriptionEvent event) {
    return OwnCollections.STRIPE_EVENTS.document(event.id());
  }

  static boolean isApplied(Fields mark) {
    return mark.string(STATE).filter(APPLIED::equals).isPresent();
  }

  static List<String> followUps(Fields mark) {
    return mark.strings("followUps");
  }

  static Fields applied(SubscriptionEvent event, List<String> followUps, Instant now) {
    return mark(event, APPLIED, now).with("followUps", followUps);
  }

  private static Fields mark(SubscriptionEvent event, String state, Instant now) {
    return Fields.empty()
        .with(STATE, state)
        .with("type", event.type())
        .with("at", event.at())
        .with(CUSTOMER, event.customer())
        .with(RECORDED_AT, now)
        .with(EXPIRES_AT, now.plus(RETENTION));
  }

  /** Parks the event until the subject with this opaque id, if any, is known. */
  static Fields parked(SubscriptionEvent event, Optional<String> awaited, Instant now) {
    return mark(event, PARKED, now)
        .with(Subjects.AWAITS, awaited)
        .with("news", write(event.payload()));
  }

  /** Reads a parked event with the subject that it is known to name. */
  static SubscriptionEvent readParked(Document parked, Optional<OwnerClaim> claim) {
    Fields mark = parked.fields();
    return new SubscriptionEvent(
        parked.path().id(),
        mark.string("type").orElseThrow(),
        mark.instant("at").orElseThrow(),
        mark.string(CUSTOMER).orElseThrow(),
        claim,
        readPayload(mark.map("news")));
  }

  private static Fields write(Payload payload) {
    if (payload instanceof SubscriptionSnapshot snapshot) {
      return write(snapshot.subscription());
    }
    if (payload instanceof SubscriptionMention mention) {
      return kind("mentioned").with("id", mention.subscription());
    }
    return kind(payload instanceof CustomerDeleted ? "customer-ended" : "customer-named");
  }

  private static Fields write(BillingSubscription subscription) {
    return kind("stated")
        .with("id", subscription.id())
        .with(CUSTOMER, subscription.customer())
        .with("status", subscription.status().storedName())
        .with("paidUntil", subscription.paidUntil())
        .with("items", subscription.items().stream().map(Item::fields).toList());
  }

  private static Fields kind(String kind) {
    return Fields.empty().with("kind", kind);
  }

  private static Payload readPayload(Fields payload) {
    return switch (payload.string("kind").orElseThrow()) {
      case "stated" -> new SubscriptionSnapshot(readSubscription(payload));
      case "mentioned" -> new SubscriptionMention(payload.string("id").orElseThrow());
      case "customer-ended" -> new CustomerDeleted();
      default -> new CustomerOnly();
    };
  }

  private static BillingSubscription readSubscription(Fields payload) {
    return new BillingSubscription(
        payload.string("id").orElseThrow(),
        payload.string(CUSTOMER).orElseThrow(),
        SubscriptionStatus.of(payload.string("status").orElseThrow()),
        payload.maps("items").stream().map(Item::of).toList(),
        payload.instant("paidUntil"));
  }
}
