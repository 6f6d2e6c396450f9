package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.LocationRole;
import com.anykoma.privacy.collection.datamap.Owners;
import com.anykoma.privacy.collection.datamap.SubjectLocator;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.retention.pseudonym.Pseudonyms;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.retention.removal.Removal;
import com.anykoma.privacy.retention.removal.Target;
import com.anykoma.privacy.retention.removal.Targets;
import com.anykoma.privacy.usage.plan.CustomerOwner;
import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Removes one person's data from every store except the key vault (P20, P23; decision 6). A failed
 * step does not stop the others; see {@link StepRunner}. Each step is idempotent and cheap when no
 * data remains.
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

  private static final String CORPUS = OwnCollections.CORPUS.id();

  private static final int AT_ONCE = 100;

  /** Counts the subject's documents and objects in the data map's locations. */
  long size(SubjectId subject) {
    return counts(subject).values().stream().mapToLong(Long::longValue).sum();
  }

  Map<String, Long> counts(SubjectId subject) {
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Target each : targets.dataToDelete(subject)) {
      counts.merge(each.location(), removal.count(each), Long::sum);
    }
    return counts;
  }

  /** The subject's documents with other people's beneath, with counts; and the known ones. */
  Map<DocumentPath, List<OthersDocuments>> sharedPlaces(
      SubjectId subject, Collection<DocumentPath> known) {
    Map<DocumentPath, List<OthersDocuments>> places = new LinkedHashMap<>();
    targets.dataToDelete(subject).forEach(each -> places.putAll(removal.sharedPlaces(each)));
    known.forEach(each -> places.computeIfAbsent(each, it -> removal.foreign(it, subject)));
    return places;
  }

  /** The payment provider's customers that our records assign to the subject. */
  Set<String> customersOf(SubjectId subject) {
    Set<String> found = new LinkedHashSet<>();
    for (Target each : targets.pointersToDelete(subject)) {
      if (each instanceof Target.Found pointer && each.location().equals(CUSTOMERS)) {
        removal.forEachPage(
            pointer, page -> page.forEach(customer -> found.add(CustomerOwner.idOf(customer))));
      }
    }
    return found;
  }

  /** The names of the released copies of the subject's items. */
  Set<String> releasedCopies(SubjectId subject) {
    return removal.releasedCopies(targets.dataToDelete(subject));
  }

  /**
   * Ends sessions, removes the payment provider's customers and the records that identify the
   * subject, pseudonymises records that stay, removes the subject from other people's lists, and
   * deletes the sign-in account.
   *
   * @param ofProvider the subject's customers at the payment provider
   * @param mayDeleteEntries whether corpus entries may be deleted too
   * @return the number of removed documents
   */
  long remove(
      SubjectId subject, Set<String> ofProvider, boolean mayDeleteEntries, StepRunner steps) {
    steps.run(() -> accounts.disable(subject));
    steps.run(() -> accounts.revokeSessions(subject));
    ofProvider.forEach(each -> customers.remove(each, steps));
    long removed =
        remove(
            targets.dataToDelete(subject),
            it -> !isContent(it) && (mayDeleteEntries || !it.location().equals(CORPUS)),
            steps);
    for (Target.Found each : targets.recordsToPseudonymise(subject)) {
      steps.run(() -> pseudonymise(each));
    }
    for (Target.Found each : targets.documentsListing(subject)) {
      steps.run(
          () -> rewrite(each, (tx, document) -> removeFromDocument(each, subject, tx, document)));
    }
    for (String each : ofProvider) {
      for (Target.Found record : targets.recordsToPseudonymiseThrough(CUSTOMERS, each)) {
        steps.run(() -> pseudonymise(record));
      }
    }
    steps.run(() -> accounts.delete(subject));
    return removed;
  }

  /** Removes content and everything under the subject's id: a legal hold may have to copy it. */
  long removeContent(SubjectId subject, StepRunner steps) {
    return remove(targets.dataToDelete(subject), SubjectRemoval::isContent, steps);
  }

  private static boolean isContent(Target target) {
    return target instanceof Target.Found found
        ? found.of().role() == LocationRole.CONTENT
        : !(target instanceof Target.Node);
  }

  /** Removes the records through which the provider's customers, stored before, are found. */
  long removePointers(SubjectId subject, StepRunner steps) {
    return remove(targets.pointersToDelete(subject), it -> true, steps);
  }

  private long remove(List<Target> some, Predicate<Target> which, StepRunner steps) {
    return removal.remove(some.stream().filter(which).toList(), steps);
  }

  private void pseudonymise(Target.Found found) {
    rewrite(
        found, (tx, record) -> tx.set(record.path(), pseudonyms.of(found.of(), record.fields())));
  }

  /** Rewrites the documents that reference the subject, so that they may stay. */
  private void rewrite(Target.Found found, BiConsumer<Documents.Transaction, Document> rewriting) {
    removal.forEachPage(
        found,
        page -> Lists.partition(page, AT_ONCE).forEach(some -> rewrite(found, some, rewriting)));
  }

  private void rewrite(
      Target.Found found,
      List<Document> some,
      BiConsumer<Documents.Transaction, Document> rewriting) {
    List<DocumentPath> paths = some.stream().map(Document::path).toList();
    documents.transact(
        tx -> {
          List<Document> still =
              tx.read(paths).stream()
                  .flatMap(Optional::stream)
                  .filter(it -> found.query().conditions().stream().allMatch(is -> holds(is, it)))
                  .toList();
          still.forEach(it -> rewriting.accept(tx, it));
          return still.size();
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

  /** Removes the subject, unless the last owner, from the list and the maps by uid. */
  private void removeFromDocument(
      Target.Found listing, SubjectId subject, Documents.Transaction tx, Document document) {
    boolean isLast =
        listing.of().subject() instanceof SubjectLocator.InList
            && new Owners(targets.dataMap(), tx::read).isOnly(subject, document);
    if (!isLast) {
      tx.update(document.path(), NamedPeople.without(subject, listing.of(), document.fields()));
    }
  }

  /** Whether any of our stores has data of the subject, or the payment provider a customer. */
  boolean hasDataOf(SubjectId subject) {
    return accounts.get(subject).isPresent()
        || keys.hasContentKey(subject)
        || targetsOf(subject).stream().anyMatch(removal::hasRemaining)
        || customers.existsFor(subject);
  }

  private List<Target> targetsOf(SubjectId subject) {
    List<Target> all = new ArrayList<>(targets.dataToDelete(subject));
    all.addAll(targets.recordsToPseudonymise(subject));
    all.addAll(targets.documentsListing(subject));
    all.addAll(targets.pointersToDelete(subject));
    return all;
  }

  /** The locations and third parties that still hold data of the subject, or cannot be read. */
  List<String> remainingLocations(SubjectId subject, Set<String> ofProvider, StepRunner steps) {
    List<Target> all = targetsOf(subject);
    for (String each : ofProvider) {
      all.addAll(targets.recordsToPseudonymiseThrough(CUSTOMERS, each));
    }
    Set<String> remaining = new LinkedHashSet<>(removal.remainingLocations(all, steps));
    if (steps.call(() -> accounts.get(subject).isPresent(), true)) {
      remaining.add("accounts");
    }
    if (!steps.call(() -> keys.isShredded(subject, KeyClass.CONTENT), false)) {
      remaining.add("keys");
    }
    for (String each : ofProvider) {
      if (steps.call(() -> customers.exists(each), true)) {
        remaining.add("stripeCustomer");
      }
    }
    return List.copyOf(remaining);
  }
}
