package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.protection.vault.KeyClass;
import com.anykoma.privacy.protection.vault.ShreddingService;
import com.anykoma.privacy.retention.removal.OrderUpdates;
import com.anykoma.privacy.retention.removal.OthersDocuments;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.Subjects;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One pass that removes all data of a person, the key first (P20, P23; decision 6). Each step is
 * bounded and idempotent, and a failed step does not stop the others. The pass first records in the
 * order what it needs to find data in other stores: the payment provider's customers, documents
 * with other people's documents beneath them, and released copies.
 */
public record ErasurePass(
    Subjects subjects, ShreddingService keys, SubjectRemoval removal, OrderUpdates updates) {
  /**
   * The result of one pass.
   *
   * @param order with the customers and places that the pass found
   * @param removed the number of removed documents and objects
   * @param remaining locations that still hold data, by fresh listings after the pass
   */
  record Done(RemovalOrder order, long removed, List<String> remaining) {}

  /**
   * Removes all data, the key first. Records that lead to the payment provider's customers are
   * deleted only after the order lists these customers.
   */
  Done run(RemovalOrder before, SubjectId subject, boolean mayDeleteContent, StepRunner steps) {
    if (mayDeleteContent) {
      steps.run(() -> keys.shred(subject, KeyClass.CONTENT));
    }
    steps.run(() -> subjects.renewFence(subject));
    Optional<RemovalOrder> naming =
        steps.call(() -> Optional.of(recordCustomers(before, subject)), Optional.empty());
    Optional<RemovalOrder> placing =
        steps.call(
            () -> Optional.of(recordPlaces(naming.orElse(before), subject)), Optional.empty());
    boolean mayDeleteEntries =
        steps.run(() -> updates.recordReleased(before.path(), removal.releasedCopies(subject)));
    RemovalOrder order = placing.or(() -> naming).orElse(before);
    Set<String> ofProvider = ErasureRequests.customers(naming.orElse(before));
    long removed = 0;
    if (placing.isPresent()) {
      removed += removal.remove(subject, ofProvider, mayDeleteEntries, steps);
    }
    if (placing.isPresent() && mayDeleteContent) {
      removed += removal.removeContent(subject, steps);
    }
    if (naming.isPresent()) {
      removed += removal.removePointers(subject, steps);
    }
    return new Done(order, removed, removal.remainingLocations(subject, ofProvider, steps));
  }

  /** Whether no data of the subject remains, by fresh listings; false if a listing fails. */
  boolean isNothingRemaining(RemovalOrder order, SubjectId subject, StepRunner steps) {
    return steps.call(
        () -> {
          Set<String> ofProvider = new HashSet<>(removal.customersOf(subject));
          ofProvider.addAll(ErasureRequests.customers(order));
          return removal.remainingLocations(subject, ofProvider, steps).isEmpty();
        },
        false);
  }

  /** Records in the order the payment provider's customers that our records lead to. */
  private RemovalOrder recordCustomers(RemovalOrder order, SubjectId subject) {
    Set<String> found = removal.customersOf(subject);
    return updates
        .change(order.path(), it -> ErasureRequests.withCustomers(it, found))
        .orElse(order);
  }

  /**
   * Records in the order the subject's documents with other people's documents beneath them, and
   * how many. Once these documents are deleted, nothing else leads to the places.
   */
  private RemovalOrder recordPlaces(RemovalOrder order, SubjectId subject) {
    Map<DocumentPath, List<OthersDocuments>> places =
        removal.sharedPlaces(subject, ErasureRequests.places(order));
    List<OthersDocuments> others =
        OthersDocuments.sum(places.values().stream().flatMap(List::stream));
    return places.isEmpty()
        ? order
        : updates
            .change(order.path(), it -> ErasureRequests.withOthers(it, places.keySet(), others))
            .orElse(order);
  }
}
