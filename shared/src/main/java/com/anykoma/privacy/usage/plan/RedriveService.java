package com.anykoma.privacy.usage.plan;

import com.anykoma.privacy.BatchRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.AccountKnown;
import com.anykoma.privacy.platform.TaskPayload.CustomerKnown;
import com.anykoma.privacy.platform.TaskPayload.OwnersChanged;
import com.anykoma.privacy.platform.TaskPayload.RedriveTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.SubscriptionEvent.OwnerClaim;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Completes the work that was deferred until the owner of a Stripe customer is known: applies the
 * parked events (E8, E33) and updates the other subjects that the customer was or may be assigned
 * to (P6, E32). Idempotent; runs may overlap.
 */
public record RedriveService(
    Documents documents,
    Subjects subjects,
    PlanService plans,
    PlanRules rules,
    Tasks tasks,
    InstantSource clock) {
  private static final int PAGE = 100;

  /** Applies parked events, or updates the subjects of a customer whose owner changed. */
  public void handle(RedriveTask task) {
    if (task instanceof AccountKnown known) {
      redriveAwaiting(known.subject());
    } else if (task instanceof OwnersChanged changed) {
      updateOthers(changed.customer(), changed.ownersChangedBy());
    } else if (task instanceof CustomerKnown known) {
      redrive(known.customer());
    }
  }

  /** Applies a customer's parked events in order of arrival, except of unknown subjects. */
  void redrive(String customer) {
    apply(parked(customer), Optional.empty());
  }

  /** The customer's parked events, in order of arrival. */
  static Query parked(String customer) {
    return Query.in(OwnCollections.STRIPE_EVENTS)
        .whereEqual(StripeEvents.CUSTOMER, customer)
        .whereEqual(StripeEvents.STATE, StripeEvents.PARKED)
        .orderBy(StripeEvents.RECORDED_AT);
  }

  /**
   * Known customers of a page of parked events, in the order of the events' ids, so that lost
   * redrive tasks are published again.
   */
  public static Page<String> knownCustomers(
      Documents documents, Optional<String> token, int limit) {
    Query parked =
        Query.in(OwnCollections.STRIPE_EVENTS)
            .whereEqual(StripeEvents.STATE, StripeEvents.PARKED)
            .limit(limit);
    Page<Document> page = Pages.read(documents, parked, token);
    List<String> customers =
        page.items().stream()
            .flatMap(each -> each.fields().string(StripeEvents.CUSTOMER).stream())
            .distinct()
            .toList();
    List<Optional<Document>> owners =
        documents.getAll(customers.stream().map(CustomerOwner::path).toList());
    return new Page<>(
        IntStream.range(0, customers.size())
            .filter(i -> owners.get(i).isPresent())
            .mapToObj(customers::get)
            .toList(),
        page.next());
  }

  /** Creates the task, with this suffix of its id, that applies a customer's parked events. */
  public static Task redrive(String customer, String key) {
    return new Task(
        Topic.REDRIVE, Topic.REDRIVE.storedName() + "-" + key, new CustomerKnown(customer));
  }

  /** Applies the events whose reference named an account that was not known at the time. */
  private void redriveAwaiting(SubjectId subject) {
    apply(subjects.awaiting(subject), Optional.of(new OwnerClaim(subject, OwnerSource.REFERENCE)));
  }

  private void apply(Query waiting, Optional<OwnerClaim> claim) {
    BatchRunner batch = new BatchRunner(OwnCollections.STRIPE_EVENTS.id());
    for (List<Document> page : Pages.of(documents, waiting.limit(PAGE))) {
      batch.forEach(
          page,
          each -> each.path().id(),
          each -> plans.apply(StripeEvents.readParked(each, claim)));
    }
    batch.throwTransient();
  }

  /**
   * Updates the subjects other than the owner that a customer was or may be assigned to: once the
   * owner is uncontested, removes the customer from them. Publishes tasks for their claims, corpus
   * entries and seals.
   */
  private void updateOthers(String customer, String event) {
    Optional<CustomerOwner> owner =
        documents.get(CustomerOwner.path(customer)).flatMap(CustomerOwner::read);
    String opaque = subjects.opaqueCustomer(customer);
    Set<SubjectId> contenders = subjects.havingTimeAt(key(Subscriptions.CONTESTED, opaque));
    boolean isResolved = owner.filter(it -> !it.contested()).isPresent();
    if (isResolved) {
      contenders.forEach(it -> release(it, customer, event));
    }
    Set<SubjectId> others = new LinkedHashSet<>(contenders);
    others.addAll(subjects.havingTimeAt(key(Subscriptions.RELEASED, opaque)));
    for (SubjectId each : others) {
      String id = event + "-" + subjects.opaqueId(each);
      tasks.publish(
          Stream.of(FollowUpTask.CLAIMS, FollowUpTask.WITHDRAW, FollowUpTask.REPAIR)
              .map(it -> it.forSubject(each, id))
              .toList());
    }
  }

  private static String key(String map, String opaque) {
    return Subscriptions.SECTION + "." + map + "." + opaque + ".at";
  }

  private void release(SubjectId subject, String customer, String event) {
    String opaque = subjects.opaqueCustomer(customer);
    Instant now = clock.instant();
    subjects.transact(
        subject,
        tx -> {
          Subscriptions before = Subscriptions.of(tx.subject());
          boolean releases = !tx.erased() && before.contests(opaque);
          if (releases) {
            Subscriptions after = before.withoutCustomer(customer, opaque, event, now);
            rules.correction(event, after, now).appendTo(tx);
            tx.put(Subscriptions.SECTION, after.write());
          }
          return releases;
        });
  }
}
