package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.Steps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.TaskPayload.DiscrepanciesFound;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;
import com.anykoma.privacy.retention.removal.Certificates;
import com.anykoma.privacy.retention.removal.OrderUpdates;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Carries out the orders to erase people: has each order begin, remove everything in bounded passes
 * and close (P20, P23; E10, E11, E22, E26; invariants 2 to 4). A step that is refused stops no
 * other. Broken off anywhere and begun again, it ends the same. Parts, in their order: {@link
 * ErasureStart}, {@link ErasurePass}, {@link ErasureClosing}.
 */
public record ErasureExecutionService(
    Documents documents,
    OrderUpdates book,
    Certificates certificates,
    Holds holds,
    ErasureStart start,
    ErasurePass passes,
    ErasureClosing closing,
    InstantSource clock) {
  private static final int MAX_PASSES = 4;

  /** Carries out an order, or takes note of what the second reader found of it. */
  public void handle(RemovalTask task) {
    if (task instanceof DiscrepanciesFound reported) {
      book.recordDiscrepancies(ErasureRequests.path(reported.order()), reported.locations());
    } else if (task instanceof Due due) {
      erase(due.order());
    }
  }

  /** Carries out the order, as far as it may be by now; nothing where there is nothing to do. */
  public void erase(String id) {
    Optional<RemovalOrder> order = RemovalOrder.live(documents.get(ErasureRequests.path(id)));
    if (order.isEmpty() || order.get().isRestorable(clock.instant())) {
      return;
    }
    Optional<SubjectId> subject = order.get().subject();
    if (subject.isEmpty()) {
      closing.close(order.get(), 0);
    } else {
      start.begun(order.get(), subject.get()).ifPresent(it -> carryOut(it, subject.get()));
    }
  }

  /** No refused step stops the others: the failure is thrown when all else is done. */
  private void carryOut(RemovalOrder order, SubjectId subject) {
    Steps steps = new Steps();
    boolean mayContentGo = steps.run(() -> holds.requireKept(subject));
    RemovalOrder latest = order;
    if (steps.answer(() -> certificates.of(order).isPresent(), false)) {
      if (passes.isNothingLeft(order, subject, steps) && closing.close(order, 0)) {
        return;
      }
      if (!steps.haveFailed()) { // it came after the certificate
        latest = book.change(order.path(), RemovalOrder::nextRound).orElse(order);
      }
    }
    long removed = 0;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      ErasurePass.Done done = passes.run(latest, subject, mayContentGo, steps);
      removed += done.removed();
      if (steps.haveFailed()) {
        long gone = removed;
        steps.run(() -> book.incomplete(order.path(), gone, done.remaining()));
        steps.throwFailure();
      }
      if (done.remaining().isEmpty() && closing.close(done.order(), removed)) {
        return;
      }
      Optional<RemovalOrder> after = RemovalOrder.live(documents.get(order.path()));
      if (after.isEmpty()) {
        return; // another instance was first, and has seen that nothing is left
      }
      latest = after.get();
    }
    throw new IllegalStateException("something of an erased subject comes again and again");
  }
}
