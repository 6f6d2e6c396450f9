package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.usage.plan.SubscriptionHistory.Mention;
import com.google.common.collect.Comparators;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All subscriptions of all Stripe customers of one subject. Immutable. Results depend on the set of
 * applied events and not on the order of their arrival (invariant 7; E1 to E9, E32); the one
 * exception are contradicting events of the same second that Stripe's answer cannot order.
 */
public final class Subscriptions {
  /** No events yet: the base plan. */
  public static final Subscriptions NONE =
      new Subscriptions(Map.of(), Map.of(), Map.of(), Map.of());

  /** The section of the subject's record that stores this value. */
  static final String SECTION = "plan";

  /** Maps of that section whose keys are the customers' opaque ids. */
  static final String CONTESTED = "contested";

  static final String RELEASED = "released";

  private final Map<String, SubscriptionHistory> histories;
  private final Map<String, Mention> customersEnded;
  private final Map<String, Mention> contested;
  private final Map<String, Mention> released;
  private final PlanTimeline timeline;

  /**
   * @param histories by subscription id
   * @param customersEnded when each deleted customer was deleted, by {@link
   *     BillingCustomer#documentId}
   * @param contested since when the ownership of a customer is contested, by its opaque id
   * @param released the end of protection by a customer that was wrongly assigned to the subject,
   *     by its opaque id
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
    this.contested
        .values()
        .forEach(it -> observed.add(List.of(Observation.implied(it, SubscriptionStatus.UNKNOWN))));
    this.timeline = new PlanTimeline(observed);
  }

  private Optional<Mention> endOf(SubscriptionHistory history) {
    return Optional.ofNullable(customersEnded.get(BillingCustomer.documentId(history.customer())));
  }

  /** Returns the history of each subscription by its id. */
  Map<String, SubscriptionHistory> histories() {
    return Collections.unmodifiableMap(histories);
  }

  /** Changes the history of a subscription, which is empty if the subscription is not known yet. */
  Subscriptions with(
      String subscription, String customer, UnaryOperator<SubscriptionHistory> change) {
    Map<String, SubscriptionHistory> more = new HashMap<>(histories);
    more.put(subscription, change.apply(history(subscription, customer)));
    return new Subscriptions(more, customersEnded, contested, released);
  }

  /** Adds the deletion of a customer, which ends its subscriptions; the earliest time counts. */
  Subscriptions withCustomerDeletion(String customer, Mention end) {
    return new Subscriptions(
        histories,
        withEarliest(customersEnded, BillingCustomer.documentId(customer), end),
        contested,
        released);
  }

  /** Adds a customer, by opaque id, of contested ownership: all content is protected. */
  Subscriptions withContestedCustomer(String customer, Mention since) {
    return new Subscriptions(
        histories, customersEnded, withEarliest(contested, customer, since), released);
  }

  private static Map<String, Mention> withEarliest(
      Map<String, Mention> known, String key, Mention mention) {
    Map<String, Mention> more = new HashMap<>(known);
    more.merge(key, mention, (old, it) -> it.at().isBefore(old.at()) ? it : old);
    return more;
  }

  /** Whether the ownership of a customer, named by its opaque id, is contested. */
  boolean contests(String customer) {
    return contested.containsKey(customer);
  }

  /** Returns a copy with one customer's subscriptions only. */
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

  /** Adds the subscriptions of a customer that this subject owns, and ends its contest. */
  Subscriptions mergedWith(Subscriptions ofCustomer, String opaque) {
    Map<String, SubscriptionHistory> more = new HashMap<>(histories);
    ofCustomer.histories.forEach((id, it) -> more.merge(id, it, SubscriptionHistory::mergedWith));
    Map<String, Mention> ended = new HashMap<>(customersEnded);
    ofCustomer.customersEnded.forEach((id, it) -> ended.putAll(withEarliest(ended, id, it)));
    return new Subscriptions(more, ended, without(contested, opaque), released);
  }

  /**
   * Removes a customer that another subject owns. Content that is protected now stays protected
   * (E2).
   *
   * @param opaque the customer's opaque id
   * @param event the event that names the owner
   */
  Subscriptions withoutCustomer(String customer, String opaque, String event, Instant now) {
    Instant through = Comparators.min(protectedThrough(now), present(now));
    Mention until = new Mention(Comparators.max(through, Instant.EPOCH), event);
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

  /** See {@link SubscriptionHistory#isAmbiguous}. */
  boolean isAmbiguous(String subscription, String customer, Observation observation) {
    return history(subscription, customer).isAmbiguous(observation);
  }

  private SubscriptionHistory history(String subscription, String customer) {
    SubscriptionHistory known = histories.get(subscription);
    return known == null ? SubscriptionHistory.of(customer) : known;
  }

  /** See {@link PlanTimeline#present}. */
  public Instant present(Instant now) {
    return timeline.present(now);
  }

  /** Returns the subject's status at a time. */
  public PlanStatus statusAt(Instant time, Plans plans) {
    return timeline.statusAt(time, plans);
  }

  /** Whether content created at a time is protected. */
  public boolean isProtectedAt(Instant time) {
    return timeline.isProtectedAt(time);
  }

  /** See {@link PlanTimeline#protectedThrough}; also covers customers that were removed. */
  public Instant protectedThrough(Instant now) {
    Instant through = timeline.protectedThrough(now);
    for (Mention each : released.values()) {
      through = Comparators.max(through, each.at());
    }
    return through;
  }

  /** Whether a subscription that has not ended was first observed after a time. */
  public boolean isAnyLiveSince(Instant time) {
    return timeline.isAnyLiveSince(time);
  }

  /** Returns the subject's plan periods since the first event. */
  List<PlanPeriod> periods(Plans plans) {
    return timeline.periods(plans);
  }

  /** See {@link PlanTimeline#periodsFrom}. */
  List<PlanPeriod> periodsFrom(Instant from, String event, Plans plans) {
    return timeline.periodsFrom(from, event, plans);
  }

  /** Reads the subscriptions from a subject's record. */
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
    return other instanceof Subscriptions that && write().equals(that.write());
  }

  @Override
  public int hashCode() {
    return write().hashCode();
  }

  @Override
  public String toString() {
    return write().toString();
  }
}
