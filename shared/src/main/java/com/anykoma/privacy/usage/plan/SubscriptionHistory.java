package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.SubscriptionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of one subscription: every observation in the order in which things happened at
 * Stripe, whatever the order in which we heard of them. A pure value.
 *
 * @param expected a checkout or invoice that named the subscription before it was observed itself:
 *     a payment is under way (E3)
 * @param seen the observations, ordered by time, then rank, then arrival
 */
record SubscriptionHistory(String customer, Optional<Mention> expected, List<Observation> seen) {
  /** Enough to stay exact over Stripe's three days of retries; beyond it only turning points. */
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

  /** The latest observation; there is one. */
  Observation last() {
    return seen.get(seen.size() - 1);
  }

  /** Needed only until the subscription itself has been observed; the earliest mention counts. */
  SubscriptionHistory expecting(Mention mention) {
    boolean adds =
        expected.map(known -> mention.at().isBefore(known.at())).orElse(true)
            && (seen.isEmpty() || mention.at().isBefore(seen.get(0).at()));
    return adds ? new SubscriptionHistory(customer, Optional.of(mention), seen) : this;
  }

  /** With one more observation in its place; an event that is known already changes nothing. */
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

  /** With what else was heard of the same subscription. */
  SubscriptionHistory joining(SubscriptionHistory other) {
    SubscriptionHistory joined = this;
    for (Observation each : other.seen) {
      joined = joined.with(each);
    }
    return other.expected.map(joined::expecting).orElse(joined);
  }

  private static List<Observation> bounded(List<Observation> all) {
    if (all.size() <= MAX_OBSERVATIONS) {
      return all;
    }
    List<Observation> turningPoints = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      boolean inside =
          i > 0
              && i < all.size() - 1
              && all.get(i).sameStateAs(all.get(i - 1))
              && all.get(i).sameStateAs(all.get(i + 1));
      if (!inside) {
        turningPoints.add(all.get(i));
      }
    }
    return forgetting(turningPoints, Math.max(0, turningPoints.size() - MAX_OBSERVATIONS));
  }

  /** Without the oldest, but with the last that protected content and the one that ended it. */
  private static List<Observation> forgetting(List<Observation> all, int surplus) {
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

  /**
   * Whether the observation shares its second with a different one and nothing later settles which
   * of them holds: then only Stripe knows.
   */
  boolean ties(Observation observation) {
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
   * With Stripe's answer about a second that is in doubt. An answer that protects, or that was told
   * of that second, is believed. Any other is a state that the subscription came to later, of which
   * the event is still on its way: until then nobody knows, so content is protected.
   */
  SubscriptionHistory settling(Observation answer) {
    boolean told =
        seen.stream()
            .anyMatch(other -> other.at().equals(answer.at()) && other.sameStateAs(answer));
    return with(told || answer.protectsUntil().equals(Instant.MAX) ? answer : answer.inDoubt());
  }

  /**
   * The observations with what follows from them: a payment under way before the first, and the end
   * of the subscription with its customer.
   */
  List<Observation> effective(Optional<Mention> customerEnded) {
    List<Observation> all = new ArrayList<>();
    expected
        .filter(mention -> seen.isEmpty() || mention.at().isBefore(seen.get(0).at()))
        .ifPresent(mention -> all.add(underWay(mention)));
    all.addAll(seen);
    if (customerEnded.isPresent() && !all.isEmpty()) {
      Observation last = all.get(all.size() - 1);
      if (!last.at().isAfter(customerEnded.get().at()) && !last.isTerminal()) {
        all.add(ended(last, customerEnded.get()));
      }
    }
    return all;
  }

  private static Observation underWay(Mention mention) {
    return new Observation(
        mention.at(),
        Observation.Rank.CREATED,
        SubscriptionStatus.INCOMPLETE,
        Optional.empty(),
        Optional.empty(),
        mention.event());
  }

  private static Observation ended(Observation last, Mention end) {
    return new Observation(
        end.at(),
        Observation.Rank.DELETED,
        SubscriptionStatus.CANCELED,
        last.plan(),
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
