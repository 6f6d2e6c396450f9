package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.retention.pseudonym.Pseudonyms;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.Target;
import com.anykoma.privacy.retention.removal.Targets;
import com.anykoma.privacy.usage.plan.CustomerOwner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Removes one person from everywhere but the vault of keys (P20, P23; decision 6). No step stops
 * another: each is run among {@link StepRunner}. Every step is safe to repeat and costs little
 * where nothing is left.
 */
public record SubjectRemoval(
    Documents documents,
    Accounts accounts,
    CustomerRemoval customers,
    ShreddingService keys,
    Targets targets,
    Removal removal,
    Pseudonyms pseudonyms) {
  /** The location of the payment provider's customers; see {@link CustomerOwner}. */
  private static final String CUSTOMERS = "customers";

  private static final int AT_ONCE = 100;

  /** How many documents and objects there are of the subject, as far as the data map tells. */
  long size(SubjectId subject) {
    return counts(subject).values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same by the location that leads there. */
  Map<String, Long> counts(SubjectId subject) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Target each : targets.deletedOf(subject)) {
      counts.merge(each.location(), removal.count(each), Long::sum);
    }
    return counts;
  }

  /**
   * The subject's documents beneath which something is that is not theirs, and how much that is.
   *
   * @param known documents that are named whether anything is beneath them or not
   */
  Map<DocumentPath, List<OthersDocuments>> sharedPlaces(
      SubjectId subject, Collection<DocumentPath> known) {
    Map<DocumentPath, List<OthersDocuments>> places = new LinkedHashMap<>();
    targets.deletedOf(subject).forEach(each -> places.putAll(removal.sharedPlaces(each)));
    known.forEach(each -> places.computeIfAbsent(each, it -> removal.foreign(it, subject)));
    return places;
  }

  /** The payment provider's customers that are known to be the subject's. */
  Set<String> customersOf(SubjectId subject) {
    Set<String> found = new LinkedHashSet<>();
    for (Target each : targets.pointersOf(subject)) {
      if (each instanceof Target.Found pointer && each.location().equals(CUSTOMERS)) {
        removal.forEachPage(
            pointer, page -> page.forEach(customer -> found.add(CustomerOwner.idOf(customer))));
      }
    }
    return found;
  }

  /**
   * Ends sessions, removes the payment provider's customers and the records that name the subject,
   * takes the subject out of records that stay, and removes the sign-in account.
   *
   * @param ofProvider the payment provider's customers that are the subject's
   * @return how many documents that was
   */
  long remove(SubjectId subject, Set<String> ofProvider, StepRunner steps) {
    steps.run(() -> accounts.disable(subject));
    steps.run(() -> accounts.revokeSessions(subject));
    ofProvider.forEach(each -> customers.remove(each, steps));
    long removed = remove(targets.deletedOf(subject), it -> !isContent(it), steps);
    for (Target.Found each : targets.pseudonymisedOf(subject)) {
      steps.run(() -> pseudonymise(each));
    }
    for (Target.Found each : targets.listing(subject)) {
      steps.run(() -> rewrite(each, (tx, document) -> takeOut(each, tx, document)));
    }
    for (String each : ofProvider) {
      for (Target.Found record : targets.pseudonymisedThrough(CUSTOMERS, each)) {
        steps.run(() -> pseudonymise(record));
      }
    }
    steps.run(() -> accounts.delete(subject));
    return removed;
  }

  /**
   * Removes all that lies under the subject's id: what a legal hold may have yet to copy.
   *
   * @return how many documents and objects that was
   */
  long removeContent(SubjectId subject, StepRunner steps) {
    return remove(targets.deletedOf(subject), SubjectRemoval::isContent, steps);
  }

  private static boolean isContent(Target target) {
    return !(target instanceof Target.Found);
  }

  /**
   * Removes the records that the payment provider's customers are found through. The caller has
   * remembered where they lead to.
   *
   * @return how many
   */
  long removePointers(SubjectId subject, StepRunner steps) {
    return remove(targets.pointersOf(subject), it -> true, steps);
  }

  private long remove(List<Target> some, Predicate<Target> which, StepRunner steps) {
    return removal.remove(some.stream().filter(which).toList(), steps);
  }

  private void pseudonymise(Target.Found found) {
    rewrite(
        found, (tx, record) -> tx.set(record.path(), pseudonyms.of(found.of(), record.fields())));
  }

  /** Writes a document that names the subject as it may stay. */
  private interface Rewriting {
    void write(Documents.Transaction tx, Document latest);
  }

  private void rewrite(Target.Found found, Rewriting rewriting) {
    removal.forEachPage(
        found,
        page -> {
          for (int from = 0; from < page.size(); from += AT_ONCE) {
            rewrite(found, page.subList(from, Math.min(page.size(), from + AT_ONCE)), rewriting);
          }
        });
  }

  private void rewrite(Target.Found found, List<Document> some, Rewriting rewriting) {
    List<DocumentPath> paths = some.stream().map(Document::path).toList();
    documents.transact(
        tx -> {
          int written = 0;
          for (Optional<Document> each : tx.read(paths)) {
            Optional<Document> still =
                each.filter(
                    it -> found.query().conditions().stream().allMatch(is -> holds(is, it)));
            if (still.isPresent()) {
              rewriting.write(tx, still.get());
              written++;
            }
          }
          return written;
        });
  }

  private static boolean holds(Query.Condition condition, Document document) {
    Optional<Object> found = document.fields().at(condition.field());
    return condition.operator() == Query.Operator.CONTAINS
        ? found
            .filter(it -> it instanceof List<?> list && list.contains(condition.value()))
            .isPresent()
        : found.equals(Optional.of(condition.value()));
  }

  /** The document stays, and so does whatever else the list has. */
  private static void takeOut(Target.Found listing, Documents.Transaction tx, Document document) {
    Query.Condition condition = listing.query().conditions().get(0);
    tx.update(
        document.path(),
        ListedValue.without(document.fields(), condition.field(), condition.value()));
  }

  /** Whether any store of ours has anything of the subject, or the payment provider a customer. */
  boolean isAnythingOf(SubjectId subject) {
    return accounts.get(subject).isPresent()
        || keys.isMade(subject)
        || targetsOf(subject).stream().anyMatch(removal::isLeft)
        || customers.isAnyOf(subject);
  }

  private List<Target> targetsOf(SubjectId subject) {
    List<Target> all = new ArrayList<>(targets.deletedOf(subject));
    all.addAll(targets.pseudonymisedOf(subject));
    all.addAll(targets.listing(subject));
    all.addAll(targets.pointersOf(subject));
    return all;
  }

  /**
   * Where anything of the subject is left, by fresh listings of every store; empty when nothing is.
   * Names of locations, and of other hands that hold something. A place that cannot be looked at
   * counts as one where something is left.
   */
  List<String> left(SubjectId subject, Set<String> ofProvider, StepRunner steps) {
    List<Target> all = targetsOf(subject);
    for (String each : ofProvider) {
      all.addAll(targets.pseudonymisedThrough(CUSTOMERS, each));
    }
    Set<String> left = new LinkedHashSet<>(removal.left(all, steps));
    if (steps.call(() -> accounts.get(subject).isPresent(), true)) {
      left.add("accounts");
    }
    if (!steps.call(() -> keys.isShredded(subject, KeyClass.CONTENT), false)) {
      left.add("keys");
    }
    for (String each : ofProvider) {
      if (steps.call(() -> customers.isThere(each), true)) {
        left.add("stripeCustomer");
      }
    }
    return List.copyOf(left);
  }
}
