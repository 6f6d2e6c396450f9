package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Tasks;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.Subjects;
import com.anykoma.privacy.usage.consent.ConsentService;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Takes the orders to erase people, by whatever road they come, and keeps them moving until they
 * are done (P20, P23; E14, E16, E26, E28). An order by the person themselves can be taken back for
 * a while; meanwhile nothing of theirs is shown or used. What comes about an erased person later is
 * looked for and removed again. Safe to repeat and to overlap.
 */
public record ErasureService(
    Subjects subjects,
    ConsentService consents,
    ErasureRequests orders,
    Tasks tasks,
    InstantSource clock) {
  private static final String REQUESTED_AT = "requestedAt";

  /**
   * Takes a person's request to be erased: it can be taken back until {@link
   * RemovalOrder#restorableUntil}. Asked again, it is the same request.
   *
   * @param cause who asked, a fixed word
   */
  public RemovalOrder request(SubjectId subject, String cause) {
    Instant now = clock.instant();
    RemovalOrder order =
        subjects.transact(
            subject,
            tx -> {
              Optional<RemovalOrder> known = orders.latest(tx, subject);
              boolean isReplaced = known.filter(ErasureRequests::isOpenAndInferred).isPresent();
              if (tx.erased() || (!isReplaced && known.filter(RemovalOrder::isLive).isPresent())) {
                return known.orElseThrow();
              }
              if (isReplaced) {
                ErasureRequests.revoke(tx, known.get(), now);
              }
              long number = ErasureRequests.number(tx) + 1;
              RemovalOrder asked = orders.openRestorable(subject, number, cause, now);
              tx.put(
                  ErasureRequests.SECTION,
                  Fields.empty().with(ErasureRequests.NUMBER, number).with(REQUESTED_AT, now));
              asked.write(tx.ordering(), Optional.empty(), now);
              return asked;
            });
    tasks.publish(List.of(ConsentService.withdrawal(subject, "erasure-requested", order.id())));
    return order;
  }

  /**
   * Takes the subject's request back.
   *
   * @return the request, and no longer live if it could be taken back; empty when there is none
   */
  public Optional<RemovalOrder> undo(SubjectId subject) {
    Instant now = clock.instant();
    return subjects.transact(
        subject,
        tx -> {
          Optional<RemovalOrder> known = orders.latest(tx, subject);
          if (tx.erased() || known.filter(it -> it.isRestorable(now)).isEmpty()) {
            return known;
          }
          return Optional.of(ErasureRequests.revoke(tx, known.get(), now));
        });
  }

  /** The latest order about the subject, be it done or taken back. */
  public Optional<RemovalOrder> status(SubjectId subject) {
    return subjects.transact(subject, tx -> orders.latest(tx, subject));
  }

  /** Begins the erasure of a subject whose account was deleted. */
  public void accountDeleted(SubjectId subject) {
    begin(subject, "account-deleted");
  }

  /**
   * Begins the erasure of a subject who is gone for good, at once: raises the fence, then has the
   * order carried out. A request that was waiting is carried out now.
   *
   * @param cause what tells us, a fixed word
   */
  public void begin(SubjectId subject, String cause) {
    if (subjects.erased(subject)) {
      subjects.queueLateWrite(subject, Optional.empty());
      return;
    }
    Instant now = clock.instant();
    consents.end(
        subject,
        cause,
        tx -> {
          Optional<RemovalOrder> known = orders.latest(tx, subject);
          if (tx.erased()) {
            return ErasureRequests.number(tx);
          }
          boolean isReplaced = known.filter(ErasureRequests::isOpenAndInferred).isPresent();
          if (isReplaced) {
            ErasureRequests.revoke(tx, known.get(), now);
          }
          boolean waits = !isReplaced && known.filter(RemovalOrder::isOpen).isPresent();
          long number = waits ? ErasureRequests.number(tx) : ErasureRequests.number(tx) + 1;
          RemovalOrder order =
              waits
                  ? known.get().with("restorableUntil", now).withNextAttemptAt(now)
                  : orders.openImmediate(subject, number, cause, now);
          order.write(tx.ordering(), waits ? known : Optional.empty(), now);
          return number;
        });
    dispatch(subject, "begun", now);
  }

  private void dispatch(SubjectId subject, String why, Instant now) {
    status(subject)
        .filter(RemovalOrder::isLive)
        .ifPresent(it -> tasks.publish(List.of(DueIndex.task(Topic.ERASE, it.id(), why, now))));
  }

  /** Erases a subject again who was erased before, by whatever road they came back (E16, E18). */
  void eraseAgain(SubjectId subject) {
    if (subjects.erased(subject)) {
      subjects.queueLateWrite(subject, Optional.empty());
      return;
    }
    Instant now = clock.instant();
    consents.end(
        subject,
        "erased-before",
        tx -> {
          long number = ErasureRequests.number(tx) + 1;
          RemovalOrder order = orders.openRepeated(subject, number, "erased-before", now);
          order.write(tx.ordering(), Optional.empty(), now);
          return number;
        });
    dispatch(subject, "again", now);
  }

  /** Has the subject's erasure go on at once, after what it waited for. */
  void resume(SubjectId subject) {
    dispatch(subject, "resumed", clock.instant());
  }
}
