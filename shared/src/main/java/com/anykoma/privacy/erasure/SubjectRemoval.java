package com.anykoma.privacy.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.consent.SubjectHash;
import com.anykoma.privacy.plan.CustomerOwner;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.retention.Removal;
import com.anykoma.privacy.retention.Target;
import com.anykoma.privacy.retention.Targets;
import com.anykoma.privacy.vault.KeyClass;
import com.anykoma.privacy.vault.ShreddingService;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Removes one person from everywhere, in this order: sessions end, subscriptions end, the key is
 * destroyed, then documents and objects go, records that have to stay lose the person, the payment
 * provider's customer goes, and last the sign-in account (P20, P23; decision 6). What other data is
 * found through goes after that data. Every step is safe to repeat and costs little where nothing
 * is left.
 */
final class SubjectRemoval {
  /** The location of the payment provider's customers; see {@link CustomerOwner}. */
  private static final String CUSTOMERS = "customers";

  private static final int AT_ONCE = 100;

  private final Documents documents;
  private final Accounts accounts;
  private final CustomerRemoval customers;
  private final ShreddingService keys;
  private final Targets targets;
  private final Removal removal;
  private final Pseudonyms pseudonyms;

  SubjectRemoval(
      Documents documents,
      Accounts accounts,
      CustomerRemoval customers,
      ShreddingService keys,
      Targets targets,
      Removal removal,
      SubjectHash hash) {
    this.documents = documents;
    this.accounts = accounts;
    this.customers = customers;
    this.keys = keys;
    this.targets = targets;
    this.removal = removal;
    this.pseudonyms = new Pseudonyms(hash);
  }

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
   * Removes everything of the subject.
   *
   * @param ofProvider the payment provider's customers that are the subject's
   * @return how many documents and objects that was
   */
  long remove(SubjectId subject, Set<String> ofProvider) {
    boolean unusedDisabled = accounts.disable(subject);
    boolean unusedRevoked = accounts.revokeSessions(subject);
    ofProvider.forEach(customers::cancel);
    ShreddingService.Shredding unused = keys.shred(subject, KeyClass.CONTENT);
    long removed = 0;
    for (Target each : targets.deletedOf(subject)) {
      removed += removal.remove(each);
    }
    targets.pseudonymisedOf(subject).forEach(this::pseudonymise);
    for (String each : ofProvider) {
      customers.remove(each);
      targets.pseudonymisedThrough(CUSTOMERS, each).forEach(this::pseudonymise);
    }
    for (Target each : targets.pointersOf(subject)) {
      removed += removal.remove(each);
    }
    accounts.delete(subject);
    return removed;
  }

  private void pseudonymise(Target.Found found) {
    removal.forEachPage(
        found,
        page -> {
          for (int from = 0; from < page.size(); from += AT_ONCE) {
            pseudonymise(found, page.subList(from, Math.min(page.size(), from + AT_ONCE)));
          }
        });
  }

  private void pseudonymise(Target.Found found, List<Document> some) {
    List<DocumentPath> paths = some.stream().map(Document::path).toList();
    int unused =
        documents.transact(
            tx -> {
              List<Optional<Document>> present = tx.read(paths);
              int written = 0;
              for (Optional<Document> each : present) {
                if (each.filter(it -> isStill(found, it)).isPresent()) {
                  tx.set(each.get().path(), pseudonyms.of(found.of(), each.get().fields()));
                  written++;
                }
              }
              return written;
            });
  }

  private static boolean isStill(Target.Found found, Document record) {
    return found.query().conditions().stream()
        .allMatch(it -> record.fields().at(it.field()).equals(Optional.of(it.value())));
  }

  /**
   * Where anything of the subject is left, by fresh listings of every store; empty when nothing is.
   * Names of locations, and of other hands that hold something.
   */
  List<String> left(SubjectId subject, Set<String> ofProvider) {
    List<String> left = new ArrayList<>();
    List<Target> all = new ArrayList<>(targets.deletedOf(subject));
    all.addAll(targets.pseudonymisedOf(subject));
    all.addAll(targets.pointersOf(subject));
    for (String each : ofProvider) {
      all.addAll(targets.pseudonymisedThrough(CUSTOMERS, each));
    }
    for (Target each : all) {
      if (removal.isLeft(each)) {
        left.add(each.location());
      }
    }
    if (accounts.get(subject).isPresent()) {
      left.add("accounts");
    }
    if (!keys.isShredded(subject, KeyClass.CONTENT)) {
      left.add("keys");
    }
    if (ofProvider.stream().anyMatch(customers::isAlive)) {
      left.add("stripeCustomer");
    }
    return List.copyOf(left);
  }
}
