package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The observations of one subscription in the order of Stripe's event times, independent of the
 * order in which the events arrived. Immutable.
 *
 * @param expected a checkout or invoice that named the subscription before its first observation: a
 *     payment is in progress (E3)
 * @param seen the observations, ordered by time, then rank, then arrival
 */
record SubscriptionHistory(String customer, Optional<Mention> expected, List<Observation> seen) {
  /** Covers Stripe's three days of retries; beyond this limit only state changes are kept. */
  private static final int MAX_OBSERVATIONS = 32;

  /** An event that only names a subscription or customer. */
  record Mention(Instant at, String event) {}

  SubscriptionHistory {
    Objects.requireNonNull(customer);
    Objects.requireNonNull(expected);
    seen = List.copyOf(seen);
  }

  static SubscriptionHistory of(String customer) {
    return new SubscriptionHistory(customer, Optional.empty(), List.of());
  }

  /** Returns the latest observation; requires that there is one. */
  Observation last() {
    return seen.get(seen.size() - 1);
  }

  /** Adds a mention of the subscription, if it is the earliest and precedes all observations. */
  SubscriptionHistory withMention(Mention mention) {
    boolean adds =
        expected.map(known -> mention.at().isBefore(known.at())).orElse(true)
            && (seen.isEmpty() || mention.at().isBefore(seen.get(0).at()));
    return adds ? new SubscriptionHistory(customer, Optional.of(mention), seen) : this;
  }

  /** Adds an observation in order; a known observation changes nothing. */
  SubscriptionHistory with(Observation observation) {
    if (seen.contains(observation)) {
      return this;
    }
    List<Observation> more = new ArrayList<>(seen);
    int place = 0;
    while (place < more.size() && more.get(place).notAfter(observation)) {
      place++;
    }
    more.add(place, observation);
    return new SubscriptionHistory(customer, expected, bounded(more));
  }

  /** Merges another history of the same subscription. */
  SubscriptionHistory mergedWith(SubscriptionHistory other) {
    SubscriptionHistory joined = this;
    for (Observation each : other.seen) {
      joined = joined.with(each);
    }
    return other.expected.map(joined::withMention).orElse(joined);
  }

  private static List<Observation> bounded(List<Observation> all) {
    if (all.size() <= MAX_OBSERVATIONS) {
      return all;
    }
    List<Observation> stateChanges = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean inside =
          i > 0
              && i < all.size() - 1
              && all.get(i).sameStateAs(all.get(i - 1))
              && all.get(i).sameStateAs(all.get(i + 1));
      if (!inside) {
        stateChanges.add(all.get(i));
      }
    }
    return withoutOldest(stateChanges, Math.max(0, stateChanges.size() - MAX_OBSERVATIONS));
  }

  /** Removes the oldest, but keeps the last protecting observation and the one after it. */
  private static List<Observation> withoutOldest(List<Observation> all, int surplus) {
    int last = all.size() - 1;
    while (last >= 0 && !all.get(last).protectsUntil().isAfter(all.get(last).at())) {
      last--;
    }
    List<Observation> kept = new ArrayList<>(all.subList(surplus, all.size()));
    if (last >= 0 && last < surplus) {
      kept.set(0, all.get(last));
      kept.set(1, all.get(last + 1));
    }
    return kept;
  }

  /** Whether only Stripe knows which of two observations of the same second is current. */
  boolean isAmbiguous(Observation observation) {
    if (seen.isEmpty() || seen.contains(observation)) {
      return false;
    }
    boolean latest = !seen.get(seen.size() - 1).at().isAfter(observation.at());
    return latest
        && seen.stream()
            .anyMatch(
                other -> other.at().equals(observation.at()) && !other.sameStateAs(observation));
  }

  /**
   * Adds Stripe's answer about an ambiguous second. An answer that protects, or that equals an
   * observation of that second, is taken as it is. Any other answer is a later state whose event
   * has not arrived yet; the state at this second is then unknown, so content is protected.
   */
  SubscriptionHistory withAnswer(Observation answer) {
    boolean isObserved =
        seen.stream()
            .anyMatch(other -> other.at().equals(answer.at()) && other.sameStateAs(answer));
    return with(
        isObserved || answer.protectsUntil().equals(Instant.MAX) ? answer : answer.asUnknown());
  }

  /**
   * Returns the observations plus implied ones: a payment in progress before the first observation,
   * and the end of the subscription when its customer is deleted.
   */
  List<Observation> effective(Optional<Mention> customerEnded) {
    List<Observation> all = new ArrayList<>();
    expected
        .filter(mention -> seen.isEmpty() || mention.at().isBefore(seen.get(0).at()))
        .ifPresent(mention -> all.add(Observation.implied(mention, SubscriptionStatus.INCOMPLETE)));
    all.addAll(seen);
    if (customerEnded.isPresent() && !all.isEmpty()) {
      Observation last = all.get(all.size() - 1);
      if (!last.at().isAfter(customerEnded.get().at()) && !last.isTerminal()) {
        all.add(ended(last, customerEnded.get()));
      }
    }
    return all;
  }

  private static Observation ended(Observation last, Mention end) {
    return new Observation(
        end.at(),
        Observation.Rank.DELETED,
        SubscriptionStatus.CANCELED,
        last.plan(),
        last.isPaid(),
        last.paidUntil(),
        end.event());
  }

  static SubscriptionHistory read(Fields fields) {
    return new SubscriptionHistory(
        fields.string("customer").orElseThrow(),
        readMention(fields.map("expected")),
        fields.maps("seen").stream().map(Observation::read).toList());
  }

  Fields write() {
    return Fields.empty()
        .with("customer", customer)
        .with("expected", expected.map(SubscriptionHistory::writeMention))
        .with("seen", seen.stream().map(Observation::write).toList());
  }

  static Optional<Mention> readMention(Fields fields) {
    return fields.instant("at").map(at -> new Mention(at, fields.string("event").orElseThrow()));
  }

  static Fields writeMention(Mention mention) {
    return Fields.empty().with("at", mention.at()).with("event", mention.event());
  }
}
