package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Pages;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.TaskPayload.AbsencesConfirmed;
import com.anykoma.privacy.platform.TaskPayload.ReconcileItem;
import com.anykoma.privacy.platform.TaskPayload.ReconcileTask;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.rights.erasure.ReconcilePart.Found;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.plan.CustomerOwner;
import com.anykoma.privacy.usage.plan.DriftService;
import com.anykoma.privacy.work.Checks;
import com.anykoma.privacy.work.ScanPosition;
import com.anykoma.privacy.work.ScanStep;
import com.anykoma.privacy.work.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Finds changes whose events were lost or never sent: accounts deleted in bulk, data and customers
 * of erased subjects, plans that drifted from Stripe (P19, P20, P23; E14, E16, E32). Pages through
 * subjects whose account was missing before, sign-in accounts, subjects with stored data, known
 * customers and Stripe's customers. An item that fails gets a task of its own. Idempotent.
 */
public record ReconcileService(
    Documents documents,
    Accounts accounts,
    Billing billing,
    Subjects subjects,
    MissingAccounts missing,
    CustomerRemoval customers,
    DriftService drift,
    SubjectCollections roots,
    Tasks tasks,
    InstantSource clock) {
  /** The minimum time between the starts of two scans. */
  private static final Duration INTERVAL = Duration.ofHours(20);

  private static final String SUSPECTED = "suspected";
  private static final String ACCOUNTS = "accounts";
  private static final String CUSTOMERS = "customers";
  private static final String PROVIDER = "provider";
  private static final int PAGE = 100;

  private Scans scans() {
    return Scans.ofStore(Topic.RECONCILE, SUSPECTED, INTERVAL, documents, tasks, clock)
        .as("reconcile", new Checks(documents, clock));
  }

  /** Continues the scan, reconciles one failed item, or records an operator's confirmation. */
  public void handle(ReconcileTask task) {
    if (task instanceof AbsencesConfirmed) {
      missing.confirm();
    } else if (task instanceof ReconcileItem item) {
      ReconcilePart part = ReconcilePart.of(item);
      item(part, item.item());
      part.logFindings();
    } else if (task instanceof ScanTask scan) {
      scans().handle(scan, this::page);
    }
  }

  private Optional<ScanPosition> page(ScanStep step) {
    ReconcilePart part = ReconcilePart.of(step);
    Page<?> page = page(part, step.position());
    part.logFindings();
    List<String> phases = new ArrayList<>(List.of(SUSPECTED, ACCOUNTS));
    phases.addAll(roots.collections());
    phases.addAll(List.of(CUSTOMERS, PROVIDER));
    return step.position().after(page, phases);
  }

  private Page<?> page(ReconcilePart part, ScanPosition position) {
    switch (position.phase()) {
      case SUSPECTED -> {
        Page<SubjectId> page = missing.suspected(position.token());
        missing.recheck(part, page.items());
        return page;
      }
      case ACCOUNTS -> {
        Page<Account> page = accounts.list(position.token(), PAGE);
        returned(part, page.items().stream().map(Account::subject).toList());
        return page;
      }
      case CUSTOMERS -> {
        Query customers = Query.in(OwnCollections.CUSTOMERS).limit(PAGE);
        Page<Document> page = Pages.read(documents, customers, position.token());
        part.forEach(page.items(), it -> it.path().id(), this::known);
        return page;
      }
      case PROVIDER -> {
        Page<BillingCustomer> page = billing.customers(position.token(), PAGE);
        part.forEach(page.items(), BillingCustomer::id, this::provider);
        return page;
      }
      default -> {
        Page<SubjectId> page = roots.page(position.phase(), position.token(), PAGE);
        data(part, page.items());
        return page;
      }
    }
  }

  private void item(ReconcilePart part, String id) {
    switch (part.phase()) {
      case SUSPECTED -> missing.recheck(part, List.of(new SubjectId(id)));
      case ACCOUNTS -> returned(part, List.of(new SubjectId(id)));
      case CUSTOMERS ->
          part.forEach(
              documents.get(OwnCollections.CUSTOMERS.existingDocument(id)).stream().toList(),
              it -> id,
              this::known);
      case PROVIDER ->
          part.forEach(billing.customer(id).stream().toList(), it -> id, this::provider);
      default -> data(part, List.of(new SubjectId(id)));
    }
  }

  /** Queues the removal of erased subjects' data or accounts (E16), and returns them. */
  private Set<SubjectId> returned(ReconcilePart part, Collection<SubjectId> some) {
    Set<SubjectId> erased = subjects.erasedAmong(some);
    part.forEachSubject(
        erased,
        Found.RETURNED,
        it -> {
          subjects.queueLateWrite(it, Optional.empty());
          return true;
        });
    return erased;
  }

  /** Handles stored data whose subject is erased or has no account. */
  private void data(ReconcilePart part, Collection<SubjectId> some) {
    Set<SubjectId> erased = returned(part, some);
    missing.noteMissing(
        part, part.phase(), some.stream().filter(it -> !erased.contains(it)).toList());
  }

  /** Compares a known customer with Stripe's state. */
  private Optional<Found> known(Document customer) {
    Optional<Object> uid = customer.fields().value("uid");
    if (uid.isEmpty() || customer.fields().has("endedAt")) {
      return Optional.empty();
    }
    return uid.filter(String.class::isInstance)
        .flatMap(it -> SubjectId.ofAccount((String) it))
        .map(it -> drifted(drift.correct(it, CustomerOwner.idOf(customer))))
        .orElse(Optional.of(Found.UNKNOWN));
  }

  private static Optional<Found> drifted(OptionalInt corrected) {
    if (corrected.isEmpty()) {
      return Optional.of(Found.UNKNOWN);
    }
    return corrected.getAsInt() > 0 ? Optional.of(Found.CORRECTED) : Optional.empty();
  }

  /** Compares a customer of Stripe's with our records. */
  private Optional<Found> provider(BillingCustomer customer) {
    if (customers.isRemoved(customer.id())) {
      StepRunner steps = new StepRunner();
      customers.remove(customer.id(), steps);
      steps.throwFailure();
      return Optional.of(Found.RETURNED);
    }
    Optional<CustomerOwner> owner =
        documents.get(CustomerOwner.path(customer.id())).flatMap(CustomerOwner::read);
    Optional<SubjectId> named = customer.claimedSubject();
    boolean isAgreed =
        owner.filter(it -> named.map(it::isUncontestedOwner).orElse(!it.contested())).isPresent();
    if (isAgreed) {
      return Optional.empty();
    }
    if (named.isEmpty()) {
      boolean isNew =
          owner.isEmpty()
              && customer.createdAt().isAfter(clock.instant().minus(MissingAccounts.GRACE));
      return isNew ? Optional.empty() : Optional.of(Found.UNKNOWN);
    }
    if (subjects.erased(named.get())) {
      if (owner.isPresent() && !owner.get().subject().equals(named.get())) {
        return Optional.of(Found.UNKNOWN); // it may belong to another person, so it is not removed
      }
      subjects.queueLateWrite(named.get(), Optional.of(customer.id()));
      return Optional.of(Found.RETURNED);
    }
    return drifted(drift.correct(named.get(), customer));
  }
}
