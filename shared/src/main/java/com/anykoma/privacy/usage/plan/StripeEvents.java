package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.BillingSubscription.Item;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerEnded;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerNamed;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Mentioned;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Named;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.News;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Stated;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The marks of Stripe events, {@code stripeEvents/{id}}: an event is {@code applied}, with the
 * tasks that follow from it, or {@code parked} whole (reduced to plan facts) until its customer is
 * known, or the account that it names. A mark is written in the transaction of its effect, so that
 * an event counts at most once (E8).
 */
final class StripeEvents {
  static final String STATE = "state";
  static final String CUSTOMER = "customer";
  static final String PARKED = "parked";
  static final String RECORDED_AT = "recordedAt";
  private static final String APPLIED = "applied";

  /**
   * When Firestore's own time to live may take the mark: at the age that {@code datamap.yaml} lets
   * it have, so that the sweep seldom finds one to delete. The sweep is the guarantee.
   */
  static final String EXPIRES_AT = "expiresAt";

  static final Duration KEPT = Duration.ofDays(90);

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
        .with(EXPIRES_AT, now.plus(KEPT));
  }

  /**
   * @param awaited an opaque id of the subject that the event waits for, if any
   */
  static Fields parked(SubscriptionEvent event, Optional<String> awaited, Instant now) {
    return mark(event, PARKED, now)
        .with(Subjects.AWAITS, awaited)
        .with("news", write(event.news()));
  }

  /**
   * @param named whom the event is known to name
   */
  static SubscriptionEvent readParked(Document parked, Optional<Named> named) {
    Fields mark = parked.fields();
    return new SubscriptionEvent(
        parked.path().id(),
        mark.string("type").orElseThrow(),
        mark.instant("at").orElseThrow(),
        mark.string(CUSTOMER).orElseThrow(),
        named,
        readNews(mark.map("news")));
  }

  private static Fields write(News news) {
    if (news instanceof Stated stated) {
      return write(stated.subscription());
    }
    if (news instanceof Mentioned mentioned) {
      return kind("mentioned").with("id", mentioned.subscription());
    }
    return kind(news instanceof CustomerEnded ? "customer-ended" : "customer-named");
  }

  private static Fields write(BillingSubscription subscription) {
    return kind("stated")
        .with("id", subscription.id())
        .with(CUSTOMER, subscription.customer())
        .with("status", subscription.status().word())
        .with("paidUntil", subscription.paidUntil())
        .with("items", subscription.items().stream().map(StripeEvents::write).toList());
  }

  private static Fields write(Item item) {
    return Fields.empty()
        .with("price", item.price())
        .with("product", item.product())
        .with("lookupKey", item.lookupKey())
        .with("planName", item.planName());
  }

  private static Fields kind(String kind) {
    return Fields.empty().with("kind", kind);
  }

  private static News readNews(Fields news) {
    return switch (news.string("kind").orElseThrow()) {
      case "stated" -> new Stated(readSubscription(news));
      case "mentioned" -> new Mentioned(news.string("id").orElseThrow());
      case "customer-ended" -> new CustomerEnded();
      default -> new CustomerNamed();
    };
  }

  private static BillingSubscription readSubscription(Fields news) {
    return new BillingSubscription(
        news.string("id").orElseThrow(),
        news.string(CUSTOMER).orElseThrow(),
        SubscriptionStatus.of(news.string("status").orElseThrow()),
        news.maps("items").stream().map(StripeEvents::readItem).toList(),
        news.instant("paidUntil"));
  }

  private static Item readItem(Fields item) {
    return new Item(
        item.string("price"),
        item.string("product"),
        item.string("lookupKey"),
        item.string("planName"));
  }
}
