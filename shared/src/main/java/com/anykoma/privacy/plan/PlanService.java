package com.anykoma.privacy.plan;

import com.anykoma.privacy.SetAside;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.Policies;
import com.anykoma.privacy.consent.SubjectTransaction;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Tasks;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * Applies Stripe's events to subjects' plans (P6 to P8, E1 to E9, E13, E31 to E33). One event costs
 * one transaction of at most four reads and four writes, and no call to Stripe unless two events of
 * the same second disagree. The reads are one round trip where the event names its subject; two
 * more are needed where that is not its customer's. Safe to repeat and to overlap, in any order.
 */
public final class PlanService {
  /** The topic of the tasks that apply parked events. */
  public static final String REDRIVE = "redrive";

  /** The cause in a task to look at a subject one of whose customers was deleted. */
  public static final String CUSTOMER_ENDED = "customer-deleted";

  /** The topic of the tasks that bring what a subject has in line with their plan. */
  public static final String REPAIR = "repair";

  /** What became of an event. */
  public enum Outcome {
    APPLIED,
    /** It told nothing new. */
    UNCHANGED,
    /** It was applied before. */
    DUPLICATE,
    /** Its customer is not known yet; it waits. */
    PARKED,
    /** Its subject is erased; nothing was written. */
    ERASED
  }

  private static final Logger LOG = Logger.getLogger(PlanService.class.getName());
  private static final CollectionPath CUSTOMERS = new CollectionPath("customers");
  private static final int REDRIVE_PAGE = 100;

  private final Documents documents;
  private final Subjects subjects;
  private final PlanRules rules;
  private final Billing billing;
  private final Tasks tasks;
  private final InstantSource clock;

  public PlanService(
      Documents documents,
      Subjects subjects,
      PlanCatalog catalog,
      Policies policies,
      Billing billing,
      Tasks tasks,
      InstantSource clock) {
    this.documents = documents;
    this.subjects = subjects;
    this.rules = new PlanRules(catalog, policies);
    this.billing = billing;
    this.tasks = tasks;
    this.clock = clock;
  }

  /** Applies one event; when it returns, the effect and its follow-up tasks are durable. */
  public Outcome apply(SubscriptionEvent event) {
    Applied applied = documents.transact(tx -> attempt(tx, event, Truth.NOT_ASKED));
    if (applied.tied()) {
      Truth truth =
          new Truth(true, event.subscription().flatMap(it -> billing.subscription(it.id())));
      applied = documents.transact(tx -> attempt(tx, event, truth));
    }
    applied.alarm().ifPresent(alarm -> LOG.warning(alarm + " event=" + event.id()));
    publish(event, applied);
    if (applied.outcome() == Outcome.ERASED && event.news().isAlive()) {
      applied.subject().ifPresent(it -> subjects.refused(it, Optional.of(event.customer())));
    }
    return applied.outcome();
  }

  /**
   * Applies the events that waited for a customer, as they came; those whose subject is still
   * unknown stay, and so does one that cannot be read.
   */
  public void redrive(String customer) {
    Query waiting =
        Query.in(StripeEvents.COLLECTION)
            .whereEqual(StripeEvents.CUSTOMER, customer)
            .whereEqual(StripeEvents.STATE, StripeEvents.PARKED)
            .orderBy(StripeEvents.RECORDED_AT)
            .limit(REDRIVE_PAGE);
    SetAside aside = new SetAside(StripeEvents.COLLECTION.id());
    List<Document> page = documents.find(waiting);
    while (!page.isEmpty()) {
      aside.forEach(
          page,
          each -> each.path().id(),
          each -> apply(StripeEvents.readParked(each.path().id(), each.fields())));
      page = documents.find(waiting.after(page.get(page.size() - 1)));
    }
    aside.throwTransient();
  }

  private record Truth(boolean asked, Optional<BillingSubscription> answer) {
    static final Truth NOT_ASKED = new Truth(false, Optional.empty());
  }

  private record Applied(
      Outcome outcome,
      Optional<SubjectId> subject,
      List<String> followUps,
      boolean tied,
      Optional<String> alarm) {
    static Applied nothing(Outcome outcome) {
      return new Applied(outcome, Optional.empty(), List.of(), false, Optional.empty());
    }

    static Applied of(Outcome outcome, SubjectId subject, List<String> followUps) {
      return new Applied(outcome, Optional.of(subject), followUps, false, Optional.empty());
    }

    Applied alarming(Optional<String> sentence) {
      return new Applied(outcome, subject, followUps, tied, sentence);
    }
  }

  private void publish(SubscriptionEvent event, Applied applied) {
    if (!applied.followUps().isEmpty()) {
      SubjectId subject = applied.subject().orElseThrow();
      tasks.publish(
          applied.followUps().stream()
              .map(word -> FollowUp.of(word).after(event, subject))
              .toList());
    }
  }

  private Applied attempt(Documents.Transaction tx, SubscriptionEvent event, Truth truth) {
    List<DocumentPath> asked =
        new ArrayList<>(List.of(StripeEvents.mark(event), customerPath(event.customer())));
    event.named().map(subjects::fence).ifPresent(asked::addAll);
    List<Optional<Document>> read = tx.read(asked);
    Optional<Fields> mark = read.get(0).map(Document::fields);
    Optional<SubjectId> mapped =
        read.get(1).flatMap(found -> found.fields().string("uid")).map(SubjectId::new);
    Optional<SubjectId> subject = mapped.or(event::named);
    if (subject.isEmpty()) {
      return tx.read(subjects.customerTombstone(event.customer())).isPresent()
          ? Applied.nothing(Outcome.ERASED)
          : park(tx, event, mark);
    }
    if (mark.filter(StripeEvents::isApplied).isPresent()) {
      // published again in case the first delivery failed between its commit and its tasks
      return Applied.of(
          Outcome.DUPLICATE, subject.get(), StripeEvents.followUps(mark.orElseThrow()));
    }
    SubjectTransaction fence =
        subject.equals(event.named())
            ? subjects.entered(tx, subject.get(), read.subList(2, read.size()))
            : subjects.enter(tx, subject.get());
    if (fence.erased()) {
      return Applied.of(Outcome.ERASED, subject.get(), List.of());
    }
    Optional<String> alarm = conflict(event, mapped);
    return change(fence, event, subject.get(), mapped.isEmpty(), mark.isPresent(), truth)
        .alarming(alarm.or(() -> rules.unknownPrice(event)));
  }

  /** Where it is recorded whose customer it is. */
  static DocumentPath customerPath(String customer) {
    return CUSTOMERS.document(customer);
  }

  private Applied park(Documents.Transaction tx, SubscriptionEvent event, Optional<Fields> mark) {
    if (mark.isEmpty()) {
      tx.create(StripeEvents.mark(event), StripeEvents.parked(event, clock.instant()));
    }
    return Applied.nothing(Outcome.PARKED);
  }

  /** A customer stays with the subject it was first known to be: nobody can be given another's. */
  private static Optional<String> conflict(SubscriptionEvent event, Optional<SubjectId> mapped) {
    return mapped.isPresent() && event.named().isPresent() && !mapped.equals(event.named())
        ? Optional.of(
            "alarm: an event names another subject than its customer's; kept the customer's")
        : Optional.empty();
  }

  private Applied change(
      SubjectTransaction fence,
      SubscriptionEvent event,
      SubjectId subject,
      boolean newCustomer,
      boolean wasParked,
      Truth truth) {
    Subscriptions before = Subscriptions.of(fence.subject());
    if (!truth.asked() && rules.ties(before, event)) {
      return new Applied(
          Outcome.UNCHANGED, Optional.of(subject), List.of(), true, Optional.empty());
    }
    Subscriptions after = rules.with(before, event, truth.answer());
    if (after.equals(before) && !newCustomer && !wasParked) {
      return Applied.nothing(Outcome.UNCHANGED);
    }
    Instant now = clock.instant();
    List<String> followUps = rules.followUps(event, before, after, newCustomer, now);
    fence.set(StripeEvents.mark(event), StripeEvents.applied(event, followUps, now));
    if (newCustomer) {
      fence.create(
          customerPath(event.customer()),
          Fields.empty()
              .with("uid", subject.value())
              .with("sourceEvent", event.id())
              .with("recordedAt", now));
    }
    rules.consent(event, before, after, now).ifPresent(fence::append);
    fence.put(Subscriptions.SECTION, after.write());
    fence.flush();
    return Applied.of(Outcome.APPLIED, subject, followUps);
  }
}
