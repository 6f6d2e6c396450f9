package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.CustomerNamed;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Named;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.News;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.Stated;
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
 * Finds where a plan as recorded has drifted from what Stripe says, because an event was lost or a
 * customer was put down to another subject, and puts it right as an event would have (invariant 7).
 * One request to Stripe for each customer, and no write where nothing has drifted.
 */
public record DriftService(
    Subjects subjects, PlanService plans, PlanRules rules, Billing billing, InstantSource clock) {
  /**
   * Puts right what is recorded of the subscriptions of a customer, whose it is being known.
   *
   * @return in how many ways it had drifted; empty, and nothing is changed, when Stripe does not
   *     know the customer: that may as well be the wrong account's key
   */
  public OptionalInt correct(SubjectId subject, String customer) {
    return correct(subject, customer, Optional.empty());
  }

  /**
   * The same, once it is recorded whose the customer is: by its metadata at Stripe, which only our
   * server writes, and which settles what other facts contest.
   */
  public OptionalInt correct(SubjectId subject, BillingCustomer named) {
    return correct(subject, named.id(), Optional.of(new Named(subject, OwnerSource.PROVIDER)));
  }

  private OptionalInt correct(SubjectId subject, String customer, Optional<Named> named) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Optional<List<BillingSubscription>> said = billing.subscriptions(customer);
    if (said.isEmpty()) {
      return OptionalInt.empty();
    }
    String run = "reconciled-" + subjects.opaqueCustomer(customer) + "-" + now.getEpochSecond();
    named.ifPresent(it -> apply(run + "-named", now, customer, named, new CustomerNamed()));
    Subscriptions heard = subjects.get(subject).map(Subscriptions::of).orElse(Subscriptions.NONE);
    List<News> news = news(heard, customer, said.get(), now);
    for (int i = 0; i < news.size(); i++) {
      apply(run + "-" + i, now, customer, named, news.get(i));
    }
    return OptionalInt.of(news.size() + (named.isPresent() ? 1 : 0));
  }

  private void apply(String id, Instant now, String customer, Optional<Named> named, News news) {
    plans.apply(new SubscriptionEvent(id, "reconciled", now, customer, named, news));
  }

  private List<News> news(
      Subscriptions heard, String customer, List<BillingSubscription> said, Instant now) {
    Map<String, BillingSubscription> stated =
        said.stream()
            .collect(Collectors.toMap(BillingSubscription::id, it -> it, (one, same) -> one));
    List<News> news = new ArrayList<>();
    stated.values().stream()
        .filter(it -> rules.differs(heard, it, now))
        .forEach(it -> news.add(new Stated(it)));
    heard
        .histories()
        .forEach(
            (id, history) -> {
              if (history.customer().equals(customer)
                  && !stated.containsKey(id)
                  && !isOver(history)) {
                BillingSubscription told = unlisted(id, history);
                if (rules.differs(heard, told, now)) {
                  news.add(new Stated(told));
                }
              }
            });
    return news;
  }

  private static boolean isOver(SubscriptionHistory history) {
    return !history.seen().isEmpty() && history.last().isTerminal();
  }

  /**
   * A subscription that an answer of Stripe's lacks: that ends nothing before it was asked for by
   * itself. One that Stripe does not know is over.
   */
  private BillingSubscription unlisted(String id, SubscriptionHistory history) {
    return billing
        .subscription(id)
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
