package com.anykoma.privacy.erasure;

import com.anykoma.privacy.Steps;
import com.anykoma.privacy.SetAside;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.SubjectRecord;
import com.anykoma.privacy.consent.Subjects;
import com.anykoma.privacy.datamap.DataMap;
import com.anykoma.privacy.plan.CustomerOwner;
import com.anykoma.privacy.plan.DriftService;
import com.anykoma.privacy.platform.Account;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.Cloud;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Tasks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Logger;

/**
 * Finds what no event told: accounts that were deleted in bulk, data and customers of the erased,
 * plans that drifted from Stripe (P19, P20, P23; E14, E16, E32). Pages through sign-in accounts,
 * the subjects that data is kept of, the customers that we know and those that Stripe knows. What
 * it would erase passes the breaker, so that an empty list of accounts erases nobody unseen. Safe
 * to repeat.
 */
public final class ReconcileService {
  /** The topic whose tasks reconcile, page by page. */
  public static final String RECONCILE = "reconcile";

  /** How long an account may take to be there, after data about it. */
  static final Duration GRACE = Duration.ofDays(1);

  private static final Logger LOG = Logger.getLogger(ReconcileService.class.getName());
  private static final String ACCOUNTS = "accounts";
  private static final String CUSTOMERS = "customers";
  private static final String PROVIDER = "provider";
  private static final int PAGE = 100;

  private final Documents documents;
  private final Accounts accounts;
  private final Billing billing;
  private final Subjects subjects;
  private final ErasureService erasures;
  private final CustomerRemoval customers;
  private final DriftService drift;
  private final Roots roots;
  private final Tasks tasks;
  private final InstantSource clock;

  public ReconcileService(
      Cloud cloud,
      Subjects subjects,
      DataMap dataMap,
      ErasureService erasures,
      DriftService drift,
      InstantSource clock) {
    this.documents = cloud.documents();
    this.accounts = cloud.accounts();
    this.billing = cloud.billing();
    this.subjects = subjects;
    this.erasures = erasures;
    this.customers = new CustomerRemoval(cloud.documents(), subjects, cloud.billing(), clock);
    this.drift = drift;
    this.roots = new Roots(cloud.documents(), dataMap);
    this.tasks = cloud.tasks();
    this.clock = clock;
  }

  /**
   * What a page came to.
   *
   * @param gone subjects whose account is gone, whose erasure begins
   * @param returned what is there again of erased subjects
   * @param corrected plans that had drifted
   * @param unknown subjects and customers that nobody answers for: a person has to look
   */
  private record Found(long gone, long returned, long corrected, long unknown) {
    private static final Found NOTHING = new Found(0, 0, 0, 0);

    Found plus(Found other) {
      return new Found(
          gone + other.gone,
          returned + other.returned,
          corrected + other.corrected,
          unknown + other.unknown);
    }
  }

  /** Reconciles one page, and has the next one done by a task of its own. */
  public void reconcile(Task task) {
    Optional<Walk> next = step(Walk.of(task, ACCOUNTS));
    tasks.publish(next.map(it -> it.task(RECONCILE)).stream().toList());
  }

  private Optional<Walk> step(Walk walk) {
    List<String> phases = new ArrayList<>(List.of(ACCOUNTS));
    phases.addAll(roots.collections());
    phases.addAll(List.of(CUSTOMERS, PROVIDER));
    return switch (walk.phase()) {
      case ACCOUNTS -> {
        Page<Account> page = accounts.list(walk.token(), PAGE);
        say(walk, accounts(page.items()));
        yield walk.after(page, phases);
      }
      case CUSTOMERS -> {
        Page<Document> page = walk.documents(documents, PAGE);
        say(walk, known(page.items()));
        yield walk.after(page, phases);
      }
      case PROVIDER -> {
        Page<BillingCustomer> page = billing.customers(walk.token(), PAGE);
        say(walk, provider(page.items()));
        yield walk.after(page, phases);
      }
      default -> {
        Page<SubjectId> page = roots.page(walk.phase(), walk.token(), PAGE);
        say(walk, data(walk.phase(), page.items()));
        yield walk.after(page, phases);
      }
    };
  }

  private static void say(Walk walk, Found found) {
    if (!found.equals(Found.NOTHING)) {
      LOG.warning(
          "alarm: reconciliation found phase="
              + walk.phase()
              + " gone="
              + found.gone()
              + " returned="
              + found.returned()
              + " corrected="
              + found.corrected()
              + " unknown="
              + found.unknown());
    }
  }

  /** An account of an erased subject was made again behind our back (E16). */
  private Found accounts(List<Account> page) {
    Set<SubjectId> erased = subjects.erasedAmong(page.stream().map(Account::subject).toList());
    return each(ACCOUNTS, erased, this::returned);
  }

  private Found returned(SubjectId erased) {
    subjects.refused(erased, Optional.empty());
    return new Found(0, 1, 0, 0);
  }

  /** The sum of what each item comes to; an odd item counts as unknown. */
  private static <T> Found each(String phase, Collection<T> items, Function<T, Found> look) {
    SetAside aside = new SetAside(phase);
    Found[] found = {Found.NOTHING};
    aside.forEach(items, each -> found[0] = found[0].plus(look.apply(each)));
    aside.throwTransient();
    return found[0].plus(new Found(0, 0, 0, aside.count()));
  }

  /** Data whose subject has no account. */
  private Found data(String collection, List<SubjectId> page) {
    Set<SubjectId> erased = subjects.erasedAmong(page);
    Set<SubjectId> others = new HashSet<>(page);
    others.removeAll(erased);
    Set<SubjectId> living = accounts.existing(others);
    return each(
        collection,
        page.stream().filter(it -> !living.contains(it)).toList(),
        it -> erased.contains(it) ? returned(it) : gone(collection, it));
  }

  private Found gone(String collection, SubjectId subject) {
    Optional<Instant> since = accountSince(collection, subject);
    if (since.isEmpty()) {
      return new Found(0, 0, 0, 1);
    }
    if (!since.get().isBefore(clock.instant().minus(GRACE))) {
      return Found.NOTHING;
    }
    erasures.begin(subject, "account-gone");
    return new Found(1, 0, 0, 0);
  }

  /**
   * Since when there is data that only an account could have brought about; empty for whom nobody
   * but Stripe has told of.
   */
  private Optional<Instant> accountSince(String collection, SubjectId subject) {
    DocumentPath root = new CollectionPath(collection).existing(subject.documentId());
    Optional<Instant> recorded = subjects.get(subject).flatMap(SubjectRecord::accountCreatedAt);
    return recorded.isPresent() || root.equals(Subjects.path(subject))
        ? recorded
        : documents.get(root).map(Document::createTime).or(() -> Optional.of(Instant.EPOCH));
  }

  /** The customers that we know, against what Stripe says of them. */
  private Found known(List<Document> page) {
    return each(CUSTOMERS, page, this::known);
  }

  private Found known(Document customer) {
    Optional<SubjectId> owner = customer.fields().string("uid").map(SubjectId::new);
    return owner.isPresent() && !customer.fields().has("endedAt")
        ? drifted(drift.correct(owner.get(), CustomerOwner.idOf(customer)))
        : Found.NOTHING;
  }

  private static Found drifted(OptionalInt corrected) {
    return new Found(0, 0, corrected.orElse(0), corrected.isPresent() ? 0 : 1);
  }

  /** The customers that Stripe knows, against those that we know. */
  private Found provider(List<BillingCustomer> page) {
    return each(PROVIDER, page, this::provider);
  }

  private Found provider(BillingCustomer customer) {
    if (customers.isRemoved(customer.id())) {
      Steps steps = new Steps();
      customers.remove(customer.id(), steps);
      steps.throwFailure();
      return new Found(0, 1, 0, 0);
    }
    Optional<CustomerOwner> owner =
        documents.get(CustomerOwner.path(customer.id())).flatMap(CustomerOwner::read);
    Optional<SubjectId> named = customer.named();
    boolean isAgreed =
        owner.filter(it -> named.map(it::isCertainly).orElse(!it.contested())).isPresent();
    boolean isNew = owner.isEmpty() && customer.createdAt().isAfter(clock.instant().minus(GRACE));
    if (isAgreed || isNew) {
      return Found.NOTHING;
    }
    if (named.isEmpty()) {
      return new Found(0, 0, 0, 1);
    }
    if (subjects.erased(named.get())) {
      if (owner.isPresent() && !owner.get().subject().equals(named.get())) {
        return new Found(0, 0, 0, 1); // it may be a living person's: nothing of it is removed
      }
      subjects.refused(named.get(), Optional.of(customer.id()));
      return new Found(0, 1, 0, 0);
    }
    return drifted(drift.correct(named.get(), customer));
  }
}
