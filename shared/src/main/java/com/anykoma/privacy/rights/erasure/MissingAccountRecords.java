package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.subject.SubjectRecord;
import com.anykoma.privacy.subject.SubjectTransaction;
import com.anykoma.privacy.subject.Subjects;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Records which subjects' accounts are missing. The first miss only marks the subject's record. A
 * second miss, at least {@link #CONFIRMED_AFTER} later, opens a request that can be revoked for 7
 * days and raises no fence. An account that is found again clears both (P19, P20; E14). Idempotent.
 */
public record MissingAccountRecords(
    Subjects subjects, ErasureRequests orders, InstantSource clock) {
  /** The minimum time between the two misses. */
  static final Duration CONFIRMED_AFTER = Duration.ofHours(20);

  /** Marks a subject whose account is missing; returns false if it was marked before. */
  boolean recordMissing(SubjectId subject) {
    return subjects.transact(
        subject,
        tx -> {
          boolean isNew = !tx.erased() && tx.subject().absentSince().isEmpty();
          if (isNew) {
            tx.put(SubjectRecord.ABSENT_SINCE, clock.instant());
          }
          return isNew;
        });
  }

  /**
   * Opens an erasure request for a subject whose account is missing again, if the first miss is old
   * enough. At most one request is opened per absence, so a denied request is not opened again.
   *
   * @return whether a request was opened
   */
  boolean confirm(SubjectId subject) {
    Instant now = clock.instant();
    return subjects.transact(
        subject,
        tx -> {
          Optional<Instant> since =
              tx.subject().absentSince().filter(it -> !now.isBefore(it.plus(CONFIRMED_AFTER)));
          if (tx.erased() || since.isEmpty() || isOrdered(tx, subject, since.get())) {
            return false;
          }
          long number = ErasureRequests.number(tx) + 1;
          orders
              .openInferred(subject, number, since.get(), now)
              .write(tx.ordering(), Optional.empty(), now);
          ErasureRequests.putNumber(tx, number);
          return true;
        });
  }

  private boolean isOrdered(SubjectTransaction tx, SubjectId subject, Instant since) {
    return orders
        .latest(tx, subject)
        .filter(
            it ->
                it.isLive()
                    || (ErasureRequests.isInferred(it) && !it.requestedAt().isBefore(since)))
        .isPresent();
  }

  /** Clears the mark of a subject; whether it revoked an inferred request that has not begun. */
  boolean clear(SubjectId subject) {
    Instant now = clock.instant();
    return subjects.transact(
        subject,
        tx -> {
          Optional<RemovalOrder> inferred =
              orders.latest(tx, subject).filter(ErasureRequests::isOpenAndInferred);
          inferred.ifPresent(it -> ErasureRequests.revoke(tx, it, now));
          if (!tx.erased() && tx.subject().absentSince().isPresent()) {
            tx.remove(SubjectRecord.ABSENT_SINCE);
          }
          return inferred.isPresent();
        });
  }
}
