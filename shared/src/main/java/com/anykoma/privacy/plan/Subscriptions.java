package com.anykoma.privacy.plan;

import com.anykoma.privacy.consent.SubjectRecord;
import com.anykoma.privacy.plan.SubscriptionHistory.Mention;
import com.anykoma.privacy.platform.Fields;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything Stripe has told of one subject: all subscriptions of all their customers. A pure value
 * whose answers depend on which events were heard, never on the order of their arrival (invariant
 * 7; E1 to E9, E32); only events of the same second that Stripe cannot tell apart count by arrival.
 */
public final class Subscriptions {
  /** Nothing heard yet: the free plan. */
  public static final Subscriptions NONE = new Subscriptions(Map.of(), Map.of());

  /** The section of the subject's record that holds this value. */
  static final String SECTION = "plan";

  private final Map<String, SubscriptionHistory> histories;
  private final Map<String, Mention> customersEnded;
  private final Timeline timeline;

  /**
   * @param histories by subscription id
   * @param customersEnded when a customer was deleted, by customer id
   */
  private Subscriptions(
      Map<String, SubscriptionHistory> histories, Map<String, Mention> customersEnded) {
    this.histories = new TreeMap<>(histories);
    this.customersEnded = new TreeMap<>(customersEnded);
    this.timeline =
        new Timeline(
            this.histories.values().stream()
                .map(it -> it.effective(Optional.ofNullable(customersEnded.get(it.customer()))))
                .toList());
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
    Mention known = customersEnded.get(customer);
    if (known != null && !end.at().isBefore(known.at())) {
      return this;
    }
    Map<String, Mention> more = new HashMap<>(customersEnded);
    more.put(customer, end);
    return new Subscriptions(histories, more);
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
    return new Subscriptions(more, customersEnded);
  }

  /** See {@link Timeline#present}. */
  public Instant present(Instant now) {
    return timeline.present(now);
  }

  /** Where the subject stood at a moment. */
  public Standing standingAt(Instant time) {
    return timeline.standingAt(time);
  }

  /** See {@link Timeline#protectedThrough}. */
  public Instant protectedThrough(Instant now) {
    return timeline.protectedThrough(now);
  }

  /** Whether a subscription that has not ended by now was first heard of after a moment. */
  public boolean isAnyLiveSince(Instant time) {
    return timeline.isAnyLiveSince(time);
  }

  /** The subject's plan over all time, from the first event on. */
  List<PlanPeriod> periods() {
    return timeline.periods();
  }

  /** The value that a subject's record holds. */
  public static Subscriptions of(SubjectRecord subject) {
    Fields section = subject.section(SECTION);
    Map<String, SubscriptionHistory> histories = new HashMap<>();
    section
        .map("subscriptions")
        .forEachMap((id, fields) -> histories.put(id, SubscriptionHistory.read(fields)));
    Map<String, Mention> ended = new HashMap<>();
    section
        .map("customersEnded")
        .forEachMap(
            (id, fields) ->
                SubscriptionHistory.readMention(fields).ifPresent(end -> ended.put(id, end)));
    return new Subscriptions(histories, ended);
  }

  Fields write() {
    Fields subscriptions = Fields.empty();
    for (Map.Entry<String, SubscriptionHistory> each : histories.entrySet()) {
      subscriptions = subscriptions.with(each.getKey(), each.getValue().write());
    }
    Fields ended = Fields.empty();
    for (Map.Entry<String, Mention> each : customersEnded.entrySet()) {
      ended = ended.with(each.getKey(), SubscriptionHistory.writeMention(each.getValue()));
    }
    return Fields.empty().with("subscriptions", subscriptions).with("customersEnded", ended);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Subscriptions that
        && histories.equals(that.histories)
        && customersEnded.equals(that.customersEnded);
  }

  @Override
  public int hashCode() {
    return Objects.hash(histories, customersEnded);
  }

  @Override
  public String toString() {
    return histories + " " + customersEnded;
  }
}
