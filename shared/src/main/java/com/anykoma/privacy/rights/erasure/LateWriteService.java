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
 * Looks for what a late writer, a restored backup or a re-created account brought back of an erased
 * person, and orders its removal (P20, P23; E11, E13, E16 to E19). Safe to repeat.
 */
public record LateWriteService(
    Subjects subjects,
    ErasureRequests orders,
    SubjectRemoval removal,
    CustomerRemoval customers,
    Tasks tasks,
    InstantSource clock) {
  /** Looks for what came back of an erased subject, and for a customer of theirs. */
  public void handle(LateWrite task) {
    late(task.subject(), task.customer().map(Set::of).orElse(Set.of()));
  }

  /**
   * Looks for what a late writer, a restored backup or a re-created account brought back of an
   * erased subject, and has it removed (E11, E13, E16 to E19). Nothing happens where nothing is.
   * Where a store or provider does not answer, something may be left: the order that is opened then
   * tries again for as long as it takes.
   *
   * @param ofProvider customers of the payment provider that are said to be the subject's
   */
  private void late(SubjectId subject, Set<String> ofProvider) {
    if (!subjects.erased(subject) || isNothingLeft(subject, ofProvider)) {
      return;
    }
    Instant now = clock.instant();
    RemovalOrder found =
        subjects.transact(
            subject,
            tx -> {
              Optional<RemovalOrder> known = orders.current(tx, subject);
              boolean goesOn =
                  known.filter(it -> it.isLive() && it.subject().isPresent()).isPresent();
              RemovalOrder order =
                  goesOn
                      ? ErasureRequests.anotherRound(known.get(), ofProvider, now)
                      : ErasureRequests.withCustomers(
                          orders.immediate(
                              subject, ErasureRequests.number(tx) + 1, "late-write", now),
                          ofProvider);
              order.write(tx.ordering(), goesOn ? known : Optional.empty(), now);
              if (!goesOn) {
                tx.raiseTombstone(now, "late-write", ErasureRequests.number(tx) + 1);
              }
              return order;
            });
    tasks.publish(List.of(DueIndex.task(Topic.ERASE, found.id(), "late", now)));
  }

  private boolean isNothingLeft(SubjectId subject, Set<String> ofProvider) {
    StepRunner looks = new StepRunner();
    boolean isNothingLeft =
        looks.call(() -> ofProvider.stream().allMatch(customers::isRemoved), false)
            && removal.left(subject, ofProvider, looks).isEmpty();
    return isNothingLeft && !looks.hasFailed(); // else an order looks again
  }
}
