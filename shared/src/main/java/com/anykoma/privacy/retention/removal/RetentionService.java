package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Steps;
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
 * Purges what its owner has deleted, once it can no longer be restored: the document with all
 * beneath it, every generation of its objects, what was made from it and our records about it (P20,
 * P23; E20), and objects whose document never came. What stands at its path again, or was restored,
 * is never touched. Safe to repeat, to overlap and to break off anywhere.
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
    OrderUpdates book,
    InstantSource clock) {
  private static final String COUNTED = "counted";

  /** Carries out an order, or takes note of what the second reader found of it. */
  public void handle(RemovalTask task) {
    if (task instanceof DiscrepanciesFound reported) {
      book.recordDiscrepancies(
          OwnCollections.PURGES.document(reported.order()), reported.locations());
    } else if (task instanceof Due due) {
      purge(due.order());
    }
  }

  /** Carries out an order, as far as it may be by now. */
  public void purge(String id) {
    DocumentPath path = OwnCollections.PURGES.document(id);
    Optional<RemovalOrder> order = RemovalOrder.live(documents.get(path));
    Instant now = clock.instant();
    if (order.isPresent() && !order.get().isRestorable(now)) {
      Optional<RemovalOrder> started = order.get().isOpen() ? started(order.get(), now) : order;
      started.ifPresent(this::finish);
    }
  }

  /** What the order says it is about. */
  private static DocumentPath item(RemovalOrder order) {
    return order
        .fields()
        .string(PurgeOrders.ITEM)
        .map(DocumentPath::new)
        .orElseThrow(() -> new PermanentFailure("an order to purge names no item"));
  }

  private Optional<RemovalOrder> started(RemovalOrder order, Instant now) {
    DocumentPath item = item(order);
    if (order.cause().equals(PurgeOrders.ORPHANED) && isAwaited(order, now)) {
      book.change(order.path(), it -> revokedIfOpen(it, now));
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
   * Whether an object of the item is so new that its document may still come. It was uploaded after
   * the one that the order is about, and has an order of its own where there is no document.
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

  /**
   * The document goes in the same transaction that sees that it was not restored, and that no legal
   * hold has yet to copy it.
   */
  private Optional<RemovalOrder> start(
      SubjectTransaction tx, RemovalOrder order, CircuitBreaker.Decision decision, Instant now) {
    Optional<Document> present = tx.alsoRead(1);
    if (present.filter(it -> isAnother(order, it) || !isMeant(order, it)).isPresent()) {
      order.closed(OrderState.REVOKED, now).write(tx.noting(), Optional.of(order), now);
      return Optional.empty();
    }
    requireNoHoldWithoutCopy(tx.alsoRead(2));
    if (decision.block().isPresent()) {
      order.blocked(decision.block().get(), now).write(tx.noting(), Optional.of(order), now);
      return Optional.empty();
    }
    RemovalOrder started =
        order
            .started(now, decision.confirmed())
            .with(COUNTED, present.map(counted::of).orElse(List.of()))
            .removing(present.isPresent() ? 1 : 0);
    present.ifPresent(tx::delete);
    started.write(tx.noting(), Optional.of(order), now);
    return Optional.of(started);
  }

  private static void requireNoHoldWithoutCopy(Optional<Document> hold) {
    if (hold.filter(ItemHolds::isPlaced).isPresent()) {
      throw new IllegalStateException("a legal hold has yet to keep its copy");
    }
  }

  /** Its owner deleted it, or it is still theirs where it goes because of another's document. */
  private boolean isMeant(RemovalOrder order, Document present) {
    return order.cause().equals(PurgeOrders.PLACE_REMOVED)
        ? targets.ownerOf(present).equals(order.subject())
        : Deletion.isMarked(present);
  }

  private static boolean isAnother(RemovalOrder order, Document present) {
    return !order
        .fields()
        .instant(PurgeOrders.CREATED_AT)
        .equals(Optional.of(present.createTime()));
  }

  /**
   * Carries on with a purge that has begun: removes what is left and has the second reader look, or
   * closes the order once a certificate says that nothing is left and nothing is. No refused step
   * stops the others: the failure is thrown when all else is done.
   */
  private void finish(RemovalOrder order) {
    Steps steps = new Steps();
    List<Target> toDelete = toDelete(order, steps);
    boolean isCertified = steps.answer(() -> certificates.of(order).isPresent(), false);
    if (isCertified && removal.left(toDelete, steps).isEmpty() && !steps.haveFailed()) {
      close(order.path());
      return;
    }
    long removed = removal.remove(toDelete, steps);
    List<String> left = removal.left(toDelete, steps);
    if (steps.haveFailed()) {
      steps.run(() -> book.incomplete(order.path(), removed, left));
      steps.throwFailure();
    }
    if (documents.get(item(order)).isEmpty() && !left.isEmpty()) {
      throw new IllegalStateException("something of a purged item is there again");
    }
    ask(order.path(), removed, isCertified);
  }

  /** What goes with the item; nothing where another stands at its path again, which has won. */
  private List<Target> toDelete(RemovalOrder order, Steps steps) {
    DocumentPath item = item(order);
    if (documents.get(item).isPresent()) {
      return List.of();
    }
    List<Target> toDelete = new ArrayList<>(targetsOf(order));
    for (String each : order.fields().strings(COUNTED)) {
      DocumentPath path = new DocumentPath(each);
      toDelete.addAll(
          steps.answer(
              () -> {
                requireNoHoldWithoutCopy(documents.get(ItemHolds.pathOf(hash, path)));
                return counted.unlessLedTo(item, path, order.subject().orElseThrow());
              },
              List.<Target>of()));
    }
    return toDelete;
  }

  /**
   * Has the second reader look.
   *
   * @param again whether it has looked, and something came after that
   */
  private void ask(DocumentPath path, long removed, boolean again) {
    Instant now = clock.instant();
    book.change(
            path,
            it -> {
              RemovalOrder counted = it.removing(removed);
              return (again ? counted.nextRound() : counted).removedAt(now);
            })
        .ifPresent(it -> certificates.ask(it, now));
  }

  /** The order names nobody from here on. */
  private void close(DocumentPath path) {
    book.change(
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
