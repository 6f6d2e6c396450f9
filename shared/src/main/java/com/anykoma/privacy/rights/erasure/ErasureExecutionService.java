package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StepRunner;
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
 * Carries out erasure requests: starts each one, removes all data in bounded passes, and closes it
 * (P20, P23; E10, E11, E22, E26; invariants 2 to 4). A failed step does not stop the others. Can be
 * interrupted at any point and run again. Parts, in this order: {@link ErasureStart}, {@link
 * ErasurePass}, {@link ErasureClosing}.
 */
public record ErasureExecutionService(
    Documents documents,
    OrderUpdates updates,
    Certificates certificates,
    Holds holds,
    ErasureStart start,
    ErasurePass passes,
    ErasureClosing closing,
    InstantSource clock) {
  private static final int MAX_PASSES = 4;

  /** Carries out a request, or records the discrepancies that the independent verifier found. */
  public void handle(RemovalTask task) {
    if (task instanceof DiscrepanciesFound reported) {
      updates.recordDiscrepancies(ErasureRequests.path(reported.order()), reported.discrepancies());
    } else if (task instanceof Due due) {
      erase(due.order());
    }
  }

  /** Carries out a request as far as possible now; does nothing while it can be revoked. */
  public void erase(String id) {
    Optional<RemovalOrder> order = RemovalOrder.live(documents.get(ErasureRequests.path(id)));
    if (order.isEmpty() || order.get().isRestorable(clock.instant())) {
      return;
    }
    Optional<SubjectId> subject = order.get().subject();
    if (subject.isEmpty()) {
      closing.close(order.get(), 0);
    } else {
      start.begin(order.get(), subject.get()).ifPresent(it -> carryOut(it, subject.get()));
    }
  }

  /** A failed step does not stop the others; the failure is thrown at the end. */
  private void carryOut(RemovalOrder order, SubjectId subject) {
    StepRunner steps = new StepRunner();
    boolean mayDeleteContent = steps.run(() -> holds.requireCopies(subject));
    RemovalOrder latest = order;
    if (steps.call(() -> certificates.of(order).isPresent(), false)) {
      if (passes.isNothingRemaining(order, subject, steps) && closing.close(order, 0)) {
        return;
      }
      if (!steps.hasFailed()) { // the data was written after the certificate
        latest = updates.change(order.path(), RemovalOrder::nextVerificationRound).orElse(order);
      }
    }
    long removed = 0;
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      ErasurePass.Done done = passes.run(latest, subject, mayDeleteContent, steps);
      removed += done.removed();
      if (steps.hasFailed()) {
        long removedSoFar = removed;
        steps.run(() -> updates.recordIncomplete(order.path(), removedSoFar, done.remaining()));
        steps.throwFailure();
      }
      if (done.remaining().isEmpty() && closing.close(done.order(), removed)) {
        return;
      }
      Optional<RemovalOrder> after = RemovalOrder.live(documents.get(order.path()));
      if (after.isEmpty()) {
        return; // a concurrent instance closed the order after a successful verification
      }
      latest = after.get();
    }
    throw new IllegalStateException("data of an erased subject keeps reappearing");
  }
}
