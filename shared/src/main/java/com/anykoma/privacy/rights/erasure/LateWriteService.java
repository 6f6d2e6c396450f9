package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds data of an erased person that a late write, a restored backup or a re-created account
 * brought back, and opens a request to remove it (P20, P23; E11, E13, E16 to E19). Idempotent.
 */
public record LateWriteService(
    Subjects subjects,
    ErasureRequests orders,
    SubjectRemoval removal,
    CustomerRemoval customers,
    Tasks tasks,
    InstantSource clock) {
  /** Checks an erased subject, and a customer that the task names, for new data. */
  public void handle(LateWrite task) {
    late(task.subject(), task.customer().map(Set::of).orElse(Set.of()));
  }

  /**
   * Opens or extends an erasure request if data of the erased subject exists. Does nothing if all
   * stores are empty. A store that does not answer counts as holding data: the request then retries
   * until it is verified.
   *
   * @param ofProvider customers of the payment provider that are reported as the subject's
   */
  private void late(SubjectId subject, Set<String> ofProvider) {
    if (!subjects.erased(subject) || isNothingRemaining(subject, ofProvider)) {
      return;
    }
    Instant now = clock.instant();
    RemovalOrder found =
        subjects.transact(
            subject,
            tx -> {
              Optional<RemovalOrder> known = orders.latest(tx, subject);
              boolean isInProgress =
                  known.filter(it -> it.isLive() && it.subject().isPresent()).isPresent();
              RemovalOrder order =
                  isInProgress
                      ? ErasureRequests.withAnotherRound(known.get(), ofProvider, now)
                      : ErasureRequests.withCustomers(
                          orders.openImmediate(
                              subject, ErasureRequests.number(tx) + 1, "late-write", now),
                          ofProvider);
              order.write(tx.ordering(), isInProgress ? known : Optional.empty(), now);
              if (!isInProgress) {
                tx.raiseTombstone(now, "late-write", ErasureRequests.number(tx) + 1);
              }
              return order;
            });
    tasks.publish(List.of(DueIndex.task(Topic.ERASE, found.id(), "late", now)));
  }

  private boolean isNothingRemaining(SubjectId subject, Set<String> ofProvider) {
    StepRunner checks = new StepRunner();
    boolean isNothingRemaining =
        checks.call(() -> ofProvider.stream().allMatch(customers::isRemoved), false)
            && removal.remainingLocations(subject, ofProvider, checks).isEmpty();
    return isNothingRemaining && !checks.hasFailed(); // else a request checks again
  }
}
