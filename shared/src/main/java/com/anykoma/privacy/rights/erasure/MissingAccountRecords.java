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
 * Records which subjects' accounts are missing. The first miss only leaves a note on the subject's
 * record. A second one, at least {@link #CONFIRMED_AFTER} later, opens an order that can be taken
 * back for 7 days and raises no fence. An account that is seen again ends both (P19, P20; E14).
 * Safe to repeat.
 */
public record MissingAccountRecords(
    Subjects subjects, ErasureRequests orders, InstantSource clock) {
  /** How much later an account has to be missed again. */
  static final Duration CONFIRMED_AFTER = Duration.ofHours(20);

  /**
   * Notes that a subject's account is missing.
   *
   * @return whether that was not known
   */
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
   * Orders the erasure of a subject whose account is missing once more, if it was noted long enough
   * ago. Only one order is opened for one absence, so that what a person denied stays denied.
   *
   * @return whether an order was opened
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

  /**
   * Ends the suspicion against a subject: clears the note and revokes an order that was inferred
   * and not begun. A person's own request stays.
   *
   * @return whether an order was revoked
   */
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
