package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.usage.plan.SubscriptionHistory.Mention;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Everything Stripe has told of one subject: all subscriptions of all their customers. A pure value
 * whose answers depend on which events were heard, never on the order of their arrival (invariant
 * 7; E1 to E9, E32); only events of the same second that Stripe cannot tell apart count by arrival.
 */
public final class Subscriptions {
  /** Nothing heard yet: the free plan. */
  public static final Subscriptions NONE =
      new Subscriptions(Map.of(), Map.of(), Map.of(), Map.of());

  /** The section of the subject's record that holds this value. */
  static final String SECTION = "plan";

  /** The maps of that section whose keys are opaque ids of customers. */
  static final String CONTESTED = "contested";

  static final String RELEASED = "released";

  private final Map<String, SubscriptionHistory> histories;
  private final Map<String, Mention> customersEnded;
  private final Map<String, Mention> contested;
  private final Map<String, Mention> released;
  private final Timeline timeline;

  /**
   * @param histories by subscription id
   * @param customersEnded when a customer was deleted, by {@link BillingCustomer#documentId}
   * @param contested since when a customer may be the subject's though another subject is named as
   *     well, by an opaque id of the customer
   * @param released until when a customer was taken for the subject's and was not, by the same id
   */
  private Subscriptions(
      Map<String, SubscriptionHistory> histories,
      Map<String, Mention> customersEnded,
      Map<String, Mention> contested,
      Map<String, Mention> released) {
    this.histories = new TreeMap<>(histories);
    this.customersEnded = new TreeMap<>(customersEnded);
    this.contested = new TreeMap<>(contested);
    this.released = new TreeMap<>(released);
    List<List<Observation>> observed = new ArrayList<>();
    this.histories.values().forEach(it -> observed.add(it.effective(endOf(it))));
    this.contested.values().forEach(it -> observed.add(List.of(Observation.contested(it))));
    this.timeline = new Timeline(observed);
  }

  private Optional<Mention> endOf(SubscriptionHistory history) {
    return Optional.ofNullable(customersEnded.get(BillingCustomer.documentId(history.customer())));
  }

  /** What is known of each subscription, by its id. */
  Map<String, SubscriptionHistory> histories() {
    return Collections.unmodifiableMap(histories);
  }

  /** With an observation of a subscription. */
  Subscriptions observing(String subscription, String customer, Observation observation) {
    return with(subscription, history(subscription, customer).with(observation));
  }

  /** With a subscription that is known to exist, though not yet what it is (E3). */
  Subscriptions expecting(String subscription, String customer, Mention mention) {
    return with(subscription, history(subscription, customer).expecting(mention));
  }

  /** With the end of a customer, which ends its subscriptions. The earliest end counts. */
  Subscriptions ending(String customer, Mention end) {
    return new Subscriptions(
        histories,
        withEarliest(customersEnded, BillingCustomer.documentId(customer), end),
        contested,
        released);
  }

  /**
   * With a customer that may be the subject's: until that is settled, all content is protected.
   *
   * @param customer an opaque id
   */
  Subscriptions contesting(String customer, Mention since) {
    return new Subscriptions(
        histories, customersEnded, withEarliest(contested, customer, since), released);
  }

  private static Map<String, Mention> withEarliest(
      Map<String, Mention> known, String key, Mention mention) {
    Map<String, Mention> more = new HashMap<>(known);
    more.merge(key, mention, (old, it) -> it.at().isBefore(old.at()) ? it : old);
    return more;
  }

  /** Whether a customer may be the subject's; it is named by its opaque id. */
  boolean contests(String customer) {
    return contested.containsKey(customer);
  }

  /** What is known of one customer alone. */
  Subscriptions of(String customer) {
    return only(it -> it.equals(BillingCustomer.documentId(customer)));
  }

  private Subscriptions only(Predicate<String> customers) {
    Map<String, SubscriptionHistory> some = new HashMap<>(histories);
    some.values().removeIf(it -> !customers.test(BillingCustomer.documentId(it.customer())));
    Map<String, Mention> ended = new HashMap<>(customersEnded);
    ended.keySet().removeIf(customers.negate());
    return new Subscriptions(some, ended, contested, released);
  }

  /**
   * With what is known of a customer that turns out to be this subject's.
   *
   * @param opaque the customer's opaque id
   */
  Subscriptions joining(Subscriptions ofCustomer, String opaque) {
    Map<String, SubscriptionHistory> more = new HashMap<>(histories);
    ofCustomer.histories.forEach((id, it) -> more.merge(id, it, SubscriptionHistory::joining));
    Map<String, Mention> ended = new HashMap<>(customersEnded);
    ofCustomer.customersEnded.forEach((id, it) -> ended.putAll(withEarliest(ended, id, it)));
    return new Subscriptions(more, ended, without(contested, opaque), released);
  }

  /**
   * Without a customer that is another subject's. Content that is protected by now stays so (E2).
   *
   * @param opaque the customer's opaque id
   * @param event that says whose it is
   */
  Subscriptions releasing(String customer, String opaque, String event, Instant now) {
    Instant through = protectedThrough(now);
    Instant present = present(now);
    Mention until =
        new Mention(
            through.isAfter(present)
                ? present
                : through.equals(Instant.MIN) ? Instant.EPOCH : through,
            event);
    Map<String, Mention> more = new HashMap<>(released);
    more.merge(opaque, until, (old, it) -> it.at().isAfter(old.at()) ? it : old);
    Subscriptions rest = only(it -> !it.equals(BillingCustomer.documentId(customer)));
    return new Subscriptions(rest.histories, rest.customersEnded, without(contested, opaque), more);
  }

  private static Map<String, Mention> without(Map<String, Mention> all, String key) {
    Map<String, Mention> fewer = new HashMap<>(all);
    fewer.remove(key);
    return fewer;
  }

  /** See {@link SubscriptionHistory#ties}. */
  boolean ties(String subscription, String customer, Observation observation) {
    return history(subscription, customer).ties(observation);
  }

  /** See {@link SubscriptionHistory#settling}. */
  Subscriptions settling(String subscription, String customer, Observation answer) {
    return with(subscription, history(subscription, customer).settling(answer));
  }

  private SubscriptionHistory history(String subscription, String customer) {
    SubscriptionHistory known = histories.get(subscription);
    return known == null ? SubscriptionHistory.of(customer) : known;
  }

  private Subscriptions with(String subscription, SubscriptionHistory history) {
    Map<String, SubscriptionHistory> more = new HashMap<>(histories);
    more.put(subscription, history);
    return new Subscriptions(more, customersEnded, contested, released);
  }

  /** See {@link Timeline#present}. */
  public Instant present(Instant now) {
    return timeline.present(now);
  }

  /** Where the subject stood at a moment. */
  public PlanStatus standingAt(Instant time) {
    return timeline.standingAt(time);
  }

  /** See {@link Timeline#protectedThrough}; at least until each customer was released. */
  public Instant protectedThrough(Instant now) {
    Instant through = timeline.protectedThrough(now);
    for (Mention each : released.values()) {
      through = each.at().isAfter(through) ? each.at() : through;
    }
    return through;
  }

  /** Whether a subscription that has not ended by now was first heard of after a moment. */
  public boolean isAnyLiveSince(Instant time) {
    return timeline.isAnyLiveSince(time);
  }

  /** The subject's plan over all time, from the first event on. */
  List<PlanPeriod> periods() {
    return timeline.periods();
  }

  /** See {@link Timeline#periodsFrom}. */
  List<PlanPeriod> periodsFrom(Instant from, String event) {
    return timeline.periodsFrom(from, event);
  }

  /** The value that a subject's record holds. */
  public static Subscriptions of(SubjectRecord subject) {
    Fields section = subject.section(SECTION);
    Map<String, SubscriptionHistory> histories = new HashMap<>();
    section
        .map("subscriptions")
        .forEachMap((id, fields) -> histories.put(id, SubscriptionHistory.read(fields)));
    return new Subscriptions(
        histories,
        readMentions(section.map("customersEnded")),
        readMentions(section.map(CONTESTED)),
        readMentions(section.map(RELEASED)));
  }

  private static Map<String, Mention> readMentions(Fields fields) {
    Map<String, Mention> mentions = new HashMap<>();
    fields.forEachMap(
        (id, mention) ->
            SubscriptionHistory.readMention(mention).ifPresent(it -> mentions.put(id, it)));
    return mentions;
  }

  Fields write() {
    Fields subscriptions = Fields.empty();
    for (Map.Entry<String, SubscriptionHistory> each : histories.entrySet()) {
      subscriptions = subscriptions.with(each.getKey(), each.getValue().write());
    }
    return Fields.empty()
        .with("subscriptions", subscriptions)
        .with("customersEnded", write(customersEnded))
        .with(CONTESTED, write(contested))
        .with(RELEASED, write(released));
  }

  private static Fields write(Map<String, Mention> mentions) {
    Fields fields = Fields.empty();
    for (Map.Entry<String, Mention> each : mentions.entrySet()) {
      fields = fields.with(each.getKey(), SubscriptionHistory.writeMention(each.getValue()));
    }
    return fields;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Subscriptions that
        && histories.equals(that.histories)
        && customersEnded.equals(that.customersEnded)
        && contested.equals(that.contested)
        && released.equals(that.released);
  }

  @Override
  public int hashCode() {
    return Objects.hash(histories, customersEnded, contested, released);
  }

  @Override
  public String toString() {
    return histories + " " + customersEnded + " " + contested + " " + released;
  }
}
