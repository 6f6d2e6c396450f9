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
 * One pass that removes everything of a person, the key first (P20, P23; decision 6). Every step is
 * bounded and safe to repeat, and a step that is refused does not stop the others. The order first
 * remembers what leads to other stores: the payment provider's customers, and the documents that
 * other people have something beneath.
 */
public record ErasurePass(
    Subjects subjects, ShreddingService keys, SubjectRemoval removal, OrderUpdates book) {
  /**
   * What one pass came to.
   *
   * @param order with the customers and places that the pass found
   * @param removed how many documents and objects it removed
   * @param remaining where something is left, by fresh listings after it
   */
  record Done(RemovalOrder order, long removed, List<String> remaining) {}

  /**
   * Removes everything, the key first. Records that lead to the payment provider's customers stay
   * until the order names these customers.
   */
  Done run(RemovalOrder before, SubjectId subject, boolean mayContentGo, StepRunner steps) {
    if (mayContentGo) {
      steps.run(
          () -> {
            keys.shred(subject, KeyClass.CONTENT);
          });
    }
    steps.run(() -> subjects.keepFence(subject));
    Optional<RemovalOrder> naming =
        steps.call(() -> Optional.of(namingCustomers(before, subject)), Optional.empty());
    Optional<RemovalOrder> placing =
        steps.call(
            () -> Optional.of(namingPlaces(naming.orElse(before), subject)), Optional.empty());
    RemovalOrder order = placing.or(() -> naming).orElse(before);
    Set<String> ofProvider = ErasureRequests.customers(naming.orElse(before));
    long removed = 0;
    if (placing.isPresent()) {
      removed += removal.remove(subject, ofProvider, steps);
    }
    if (placing.isPresent() && mayContentGo) {
      removed += removal.removeContent(subject, steps);
    }
    if (naming.isPresent()) {
      removed += removal.removePointers(subject, steps);
    }
    return new Done(order, removed, removal.left(subject, ofProvider, steps));
  }

  /** Whether nothing of the subject is left, by fresh listings; false where a listing fails. */
  boolean isNothingLeft(RemovalOrder order, SubjectId subject, StepRunner steps) {
    return steps.call(
        () -> {
          Set<String> ofProvider = new HashSet<>(removal.customersOf(subject));
          ofProvider.addAll(ErasureRequests.customers(order));
          return removal.left(subject, ofProvider, steps).isEmpty();
        },
        false);
  }

  /** The order with the payment provider's customers that records of ours lead to. */
  private RemovalOrder namingCustomers(RemovalOrder order, SubjectId subject) {
    Set<String> found = removal.customersOf(subject);
    return book.change(order.path(), it -> ErasureRequests.withCustomers(it, found)).orElse(order);
  }

  /**
   * The order with the subject's documents that others have something beneath, and how much that
   * is: once these documents are gone, nothing else leads there.
   */
  private RemovalOrder namingPlaces(RemovalOrder order, SubjectId subject) {
    Map<DocumentPath, List<OthersDocuments>> places =
        removal.sharedPlaces(subject, ErasureRequests.places(order));
    List<OthersDocuments> others =
        OthersDocuments.sum(places.values().stream().flatMap(List::stream));
    return places.isEmpty()
        ? order
        : book.change(order.path(), it -> ErasureRequests.withOthers(it, places.keySet(), others))
            .orElse(order);
  }
}
