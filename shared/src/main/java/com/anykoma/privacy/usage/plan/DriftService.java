package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerOnly;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.OwnerClaim;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Payload;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.SubscriptionSnapshot;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Corrects recorded plans that differ from Stripe's state because an event was lost or a customer
 * was assigned to the wrong subject. Applies each difference like an event (invariant 7). Makes one
 * request to Stripe per customer, plus one per live subscription missing from its answer and one
 * per product of {@link ProductPlans}, and no write without a difference.
 */
public record DriftService(
    Subjects subjects, PlanService plans, PlanRules rules, Billing billing, InstantSource clock) {
  /**
   * Corrects the recorded subscriptions of a customer whose owner is known.
   *
   * @return the number of differences; empty, without a change, if Stripe does not know the
   *     customer, because the API key may belong to the wrong Stripe account
   */
  public OptionalInt correct(SubjectId subject, String customer) {
    return correct(subject, customer, Optional.empty());
  }

  /** Records the owner from the customer's metadata, which decides, and corrects subscriptions. */
  public OptionalInt correct(SubjectId subject, BillingCustomer named) {
    return correct(subject, named.id(), Optional.of(new OwnerClaim(subject, OwnerSource.PROVIDER)));
  }

  private OptionalInt correct(SubjectId subject, String customer, Optional<OwnerClaim> claim) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<List<BillingSubscription>> answer =
        billing.subscriptions(customer).map(it -> it.stream().map(products()::complete).toList());
    if (answer.isEmpty()) {
      return OptionalInt.empty();
    }
    String run = "reconciled-" + subjects.opaqueCustomer(customer) + "-" + now.getEpochSecond();
    claim.ifPresent(it -> apply(run + "-named", now, customer, claim, new CustomerOnly()));
    Subscriptions recorded =
        subjects.get(subject).map(Subscriptions::of).orElse(Subscriptions.NONE);
    List<Payload> corrections = corrections(recorded, customer, answer.get(), now);
    for (int i = 0; i < corrections.size(); i++) {
      apply(run + "-" + i, now, customer, claim, corrections.get(i));
    }
    return OptionalInt.of(corrections.size() + (claim.isPresent() ? 1 : 0));
  }

  private ProductPlans products() {
    return new ProductPlans(rules.catalog(), billing);
  }

  private void apply(
      String id, Instant now, String customer, Optional<OwnerClaim> claim, Payload payload) {
    plans.apply(new SubscriptionEvent(id, "reconciled", now, customer, claim, payload));
  }

  private List<Payload> corrections(
      Subscriptions recorded, String customer, List<BillingSubscription> listed, Instant now) {
    Map<String, BillingSubscription> stated =
        listed.stream()
            .collect(Collectors.toMap(BillingSubscription::id, it -> it, (one, same) -> one));
    List<Payload> corrections = new ArrayList<>();
    stated.values().stream()
        .filter(it -> rules.differs(recorded, it, now))
        .forEach(it -> corrections.add(new SubscriptionSnapshot(it)));
    recorded
        .histories()
        .forEach(
            (id, history) -> {
              if (history.customer().equals(customer)
                  && !stated.containsKey(id)
                  && !isOver(history)) {
                BillingSubscription current = unlisted(id, history);
                if (rules.differs(recorded, current, now)) {
                  corrections.add(new SubscriptionSnapshot(current));
                }
              }
            });
    return corrections;
  }

  private static boolean isOver(SubscriptionHistory history) {
    return !history.seen().isEmpty() && history.last().isTerminal();
  }

  /** Fetches a subscription that Stripe's list lacks; one that Stripe does not know is canceled. */
  private BillingSubscription unlisted(String id, SubscriptionHistory history) {
    return billing
        .subscription(id)
        .map(products()::complete)
        .orElseGet(
            () ->
                new BillingSubscription(
                    id,
                    history.customer(),
                    SubscriptionStatus.CANCELED,
                    List.of(),
                    history.seen().isEmpty() ? Optional.empty() : history.last().paidUntil()));
  }
}
