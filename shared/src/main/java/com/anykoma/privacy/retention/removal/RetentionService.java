package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.TaskPayload.DiscrepanciesFound;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Purges content that its owner deleted, once it can no longer be restored: the document with
 * everything beneath it, all generations of its objects, derived data and our records about it
 * (P20, P23; E20). Also purges objects whose document was never written. Never touches a document
 * that was restored or created again at the same path. Idempotent; runs may overlap and stop at any
 * point.
 */
public record RetentionService(
    Documents documents,
    Subjects subjects,
    SubjectHash hash,
    Targets targets,
    Removal removal,
    ReferenceCountedItems counted,
    CircuitBreaker breaker,
    Certificates certificates,
    OrderUpdates updates,
    InstantSource clock) {
  private static final String COUNTED = "counted";

  /** Carries out an order, or records the discrepancies that the independent verifier found. */
  public void handle(RemovalTask task) {
    if (task instanceof DiscrepanciesFound reported) {
      updates.recordDiscrepancies(
          OwnCollections.PURGES.document(reported.order()), reported.discrepancies());
    } else if (task instanceof Due due) {
      purge(due.order());
    }
  }

  /** Carries out an order as far as possible now; does nothing while the item can be restored. */
  public void purge(String id) {
    DocumentPath path = OwnCollections.PURGES.document(id);
    Optional<RemovalOrder> order = RemovalOrder.live(documents.get(path));
    Instant now = clock.instant();
    if (order.isPresent() && !order.get().isRestorable(now)) {
      Optional<RemovalOrder> started = order.get().isOpen() ? begin(order.get(), now) : order;
      started.ifPresent(this::finish);
    }
  }

  private static DocumentPath item(RemovalOrder order) {
    return order
        .fields()
        .string(PurgeOrders.ITEM)
        .map(DocumentPath::new)
        .orElseThrow(() -> new PermanentFailure("a purge order has no item"));
  }

  private Optional<RemovalOrder> begin(RemovalOrder order, Instant now) {
    DocumentPath item = item(order);
    if (order.cause().equals(PurgeOrders.ORPHANED) && isAwaited(order, now)) {
      updates.change(order.path(), it -> revokedIfOpen(it, now));
      return Optional.empty();
    }
    CircuitBreaker.Decision decision =
        breaker.decide(CircuitBreaker.Kind.PURGES, order, () -> size(order));
    return subjects.transact(
        order.subject().orElseThrow(),
        List.of(order.path(), item, ItemHolds.pathOf(hash, item)),
        tx ->
            tx.alsoRead(0)
                .map(RemovalOrder::of)
                .filter(it -> it.isOpen() && !tx.erased())
                .flatMap(it -> start(tx, it, decision, now)));
  }

  /**
   * Whether an object of the item is so new that its document may still be written. The new object
   * was uploaded after the object of this order, and has its own order if its document is missing.
   */
  private boolean isAwaited(RemovalOrder order, Instant now) {
    Instant graceBegan = now.minus(PurgeOrders.ORPHAN_GRACE);
    boolean[] awaited = {false};
    for (Target each : targetsOf(order)) {
      if (each instanceof Target.Folder folder) {
        removal.forEachLive(folder, it -> awaited[0] |= it.created().isAfter(graceBegan));
      }
    }
    return awaited[0];
  }

  private static RemovalOrder revokedIfOpen(RemovalOrder order, Instant now) {
    return order.isOpen() ? order.closed(OrderState.REVOKED, now) : order;
  }

  /** Deletes the document, unless it was restored or a legal hold still has to copy it. */
  private Optional<RemovalOrder> start(
      SubjectTransaction tx, RemovalOrder order, CircuitBreaker.Decision decision, Instant now) {
    Optional<Document> present = tx.alsoRead(1);
    if (present.filter(it -> isAnother(order, it) || !isMeant(order, it)).isPresent()) {
      order.closed(OrderState.REVOKED, now).write(tx.auditWriter(), Optional.of(order), now);
      return Optional.empty();
    }
    requireNoHoldWithoutCopy(tx.alsoRead(2));
    if (decision.block().isPresent()) {
      order.blocked(decision.block().get(), now).write(tx.auditWriter(), Optional.of(order), now);
      return Optional.empty();
    }
    RemovalOrder started =
        order
            .started(now, decision.confirmed())
            .with(COUNTED, present.map(counted::of).orElse(List.of()))
            .withMoreRemoved(present.isPresent() ? 1 : 0);
    present.ifPresent(tx::delete);
    started.write(tx.auditWriter(), Optional.of(order), now);
    return Optional.of(started);
  }

  private static void requireNoHoldWithoutCopy(Optional<Document> hold) {
    if (hold.filter(ItemHolds::isPlaced).isPresent()) {
      throw new IllegalStateException("a legal hold has not copied its item yet");
    }
  }

  /** Whether its owner deleted it, or still owns it while the document above it is removed. */
  private boolean isMeant(RemovalOrder order, Document present) {
    return order.cause().equals(PurgeOrders.PLACE_REMOVED)
        ? order.subject().filter(it -> targets.isOwnedBy(it, present)).isPresent()
        : Deletion.isMarked(present);
  }

  private static boolean isAnother(RemovalOrder order, Document present) {
    return !order
        .fields()
        .instant(PurgeOrders.CREATED_AT)
        .equals(Optional.of(present.createTime()));
  }

  /**
   * Continues a purge in progress: removes remaining data and requests verification, or closes the
   * order if a certificate exists and no data remains. A failed step does not stop the others; the
   * failure is thrown at the end.
   */
  private void finish(RemovalOrder order) {
    StepRunner steps = new StepRunner();
    List<Target> toDelete = toDelete(order, steps);
    boolean isCertified = steps.call(() -> certificates.of(order).isPresent(), false);
    if (isCertified
        && removal.remainingLocations(toDelete, steps).isEmpty()
        && !steps.hasFailed()) {
      close(order.path());
      return;
    }
    boolean isRecorded =
        steps.run(() -> updates.recordReleased(order.path(), removal.releasedCopies(toDelete)));
    long removed = isRecorded ? removal.remove(toDelete, steps) : 0;
    List<String> remaining = removal.remainingLocations(toDelete, steps);
    if (steps.hasFailed()) {
      steps.run(() -> updates.recordIncomplete(order.path(), removed, remaining));
      steps.throwFailure();
    }
    if (documents.get(item(order)).isEmpty() && !remaining.isEmpty()) {
      throw new IllegalStateException("data of a purged item exists again");
    }
    requestVerification(order.path(), removed, isCertified);
  }

  /** The targets of the item; empty if a new document exists at its path, which then owns them. */
  private List<Target> toDelete(RemovalOrder order, StepRunner steps) {
    DocumentPath item = item(order);
    if (documents.get(item).isPresent()) {
      return List.of();
    }
    List<Target> toDelete = new ArrayList<>(targetsOf(order));
    for (String each : order.fields().strings(COUNTED)) {
      DocumentPath path = new DocumentPath(each);
      toDelete.addAll(
          steps.call(
              () -> {
                requireNoHoldWithoutCopy(documents.get(ItemHolds.pathOf(hash, path)));
                return counted.unlessReferencedElsewhere(item, path, order.subject().orElseThrow());
              },
              List.<Target>of()));
    }
    return toDelete;
  }

  /** Requests verification, again if data appeared after an earlier certificate. */
  private void requestVerification(DocumentPath path, long removed, boolean again) {
    Instant now = clock.instant();
    updates
        .change(
            path,
            it -> {
              RemovalOrder counted = it.withMoreRemoved(removed);
              return (again ? counted.nextVerificationRound() : counted).withRemovedAt(now);
            })
        .ifPresent(it -> certificates.requestVerification(it, now));
  }

  /** Closes the order and removes every identifier from it. */
  private void close(DocumentPath path) {
    updates.change(
        path,
        it ->
            it.without(RemovalOrder.UID)
                .without(PurgeOrders.ITEM)
                .without(PurgeOrders.CREATED_AT)
                .without(COUNTED)
                .closed(OrderState.FULFILLED, clock.instant()));
  }

  private long size(RemovalOrder order) {
    return targetsOf(order).stream().mapToLong(removal::count).sum();
  }

  private List<Target> targetsOf(RemovalOrder order) {
    return targets.ofItem(item(order), order.subject().orElseThrow());
  }
}
