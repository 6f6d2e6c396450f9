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
 * Receives erasure requests from all channels and dispatches them until they are fulfilled (P20,
 * P23; E14, E16, E26, E28). A person can revoke their own request for a while; during that time
 * their data is neither shown nor used. Data that appears after an erasure is found and removed
 * again. Idempotent; calls may overlap.
 */
public record ErasureService(
    Subjects subjects,
    ConsentService consents,
    ErasureRequests orders,
    Tasks tasks,
    InstantSource clock) {
  private static final String REQUESTED_AT = "requestedAt";

  /** Opens a person's erasure request, or returns the open one; the cause names the channel. */
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

  /** Revokes the subject's request and returns it; it stays live if it is too late. */
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

  public Optional<RemovalOrder> status(SubjectId subject) {
    return subjects.transact(subject, tx -> orders.latest(tx, subject));
  }

  /** Starts the erasure of a subject whose account was deleted. */
  public void accountDeleted(SubjectId subject) {
    begin(subject, "account-deleted");
  }

  /** Starts the erasure of a subject at once, also if the open request could still be revoked. */
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
          boolean isPending = !isReplaced && known.filter(RemovalOrder::isOpen).isPresent();
          long number = isPending ? ErasureRequests.number(tx) : ErasureRequests.number(tx) + 1;
          RemovalOrder order =
              isPending
                  ? known.get().with("restorableUntil", now).withNextAttempt(now)
                  : orders.openImmediate(subject, number, cause, now);
          order.write(tx.ordering(), isPending ? known : Optional.empty(), now);
          return number;
        });
    dispatch(subject, "begun", now);
  }

  private void dispatch(SubjectId subject, String why, Instant now) {
    status(subject)
        .filter(RemovalOrder::isLive)
        .ifPresent(it -> tasks.publish(List.of(DueIndex.task(Topic.ERASE, it.id(), why, now))));
  }

  /** Erases again a subject who was erased before and whose data exists again (E16, E18). */
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
          RemovalOrder order = orders.openImmediate(subject, number, "erased-before", now);
          order.confirmed(now).write(tx.ordering(), Optional.empty(), now);
          return number;
        });
    dispatch(subject, "again", now);
  }

  /** Dispatches the subject's erasure at once, after the legal hold that delayed it has ended. */
  void resume(SubjectId subject) {
    dispatch(subject, "resumed", clock.instant());
  }
}
