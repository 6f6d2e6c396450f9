package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.AuditTopic;
import com.anykoma.privacy.proof.audit.ReasonCode;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * An order to remove something, {@code purges/{id}} or {@code erasures/{id}}: what was asked for
 * and when, how far it has come, and when it is looked at next (P20). It names a person only for as
 * long as something of theirs is left. Immutable.
 */
public record RemovalOrder(DocumentPath path, Fields fields) {
  /** Whose data it is about, while any is left. */
  public static final String UID = "uid";

  /** Why it waits for a person, while it does. */
  public static final String BLOCKED = "blocked";

  private static final String STATE = "state";
  private static final String CONFIRMED = "confirmed";
  private static final String STARTED_AT = "startedAt";
  private static final String FULFILLED_AT = "fulfilledAt";
  private static final String REMOVED = "removed";
  private static final String REMOVED_AT = "removedAt";
  private static final String ROUND = "round";
  private static final String REMAINING = "remaining";
  private static final String DISCREPANCIES = "discrepancies";

  public RemovalOrder {
    Objects.requireNonNull(path);
    Objects.requireNonNull(fields);
  }

  /**
   * A new order.
   *
   * @param cause what made us open it, a fixed word: {@code deleted}, {@code account-deleted}
   * @param now when its time began to run
   * @param restorableUntil until when it can be taken back; removal starts then
   * @param dueAt the promised date: everything in our hands is gone by then
   */
  public static RemovalOrder open(
      DocumentPath path,
      SubjectId subject,
      String cause,
      Instant now,
      Instant restorableUntil,
      Instant dueAt) {
    Fields fields =
        Fields.empty()
            .with(UID, subject.value())
            .with("cause", cause)
            .with(STATE, OrderState.OPEN.storedName())
            .with("requestedAt", now)
            .with("restorableUntil", restorableUntil)
            .with("dueAt", dueAt)
            .with(CONFIRMED, false)
            .with(REMOVED, 0);
    return new RemovalOrder(path, fields).next(restorableUntil);
  }

  /**
   * The order that a stored document is.
   *
   * @throws PermanentFailure when it lacks something that every order has, or has it in another
   *     form
   */
  public static RemovalOrder of(Document stored) {
    RemovalOrder order = new RemovalOrder(stored.path(), stored.fields());
    try {
      order.requireComplete();
      return order;
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new PermanentFailure("a document in " + stored.path().collection() + " is no order", e);
    }
  }

  private void requireComplete() {
    List.of(
        state(),
        cause(),
        requestedAt(),
        restorableUntil(),
        dueAt(),
        subject(),
        removedAt(),
        fulfilledAt(),
        round());
  }

  /** What a stored document tells, if it is an order that goes on. */
  public static Optional<RemovalOrder> live(Optional<Document> stored) {
    return stored.map(RemovalOrder::of).filter(RemovalOrder::isLive);
  }

  /**
   * Writes it, and tells the audit log what has become of it.
   *
   * @param before as it was read in the same transaction; empty when it is new
   */
  public void write(AuditLog.Noting tx, Optional<RemovalOrder> before, Instant now) {
    tx.set(path, fields);
    changeSince(before).ifPresent(it -> tx.note(entry(it, now)));
  }

  private Optional<Action> changeSince(Optional<RemovalOrder> before) {
    if (before.map(RemovalOrder::state).filter(state()::equals).isEmpty()) {
      return Optional.of(
          switch (state()) {
            case OPEN -> Action.OPENED;
            case IN_PROGRESS -> Action.STARTED;
            case FULFILLED -> Action.FULFILLED;
            case DENIED -> Action.DENIED;
            case REVOKED -> Action.REVOKED;
          });
    }
    if (blocked().isPresent() && before.get().blocked().isEmpty()) {
      return Optional.of(Action.BLOCKED);
    }
    if (isConfirmed() && !before.get().isConfirmed()) {
      return Optional.of(Action.CONFIRMED);
    }
    if (!discrepancies().isEmpty() && !discrepancies().equals(before.get().discrepancies())) {
      return Optional.of(Action.DISCREPANCIES);
    }
    return removedAt().isPresent() && before.get().removedAt().isEmpty()
        ? Optional.of(Action.REMOVED)
        : Optional.empty();
  }

  private AuditEntry entry(Action action, Instant now) {
    AuditTopic about =
        path.collection().equals(OwnCollections.PURGES) ? AuditTopic.PURGE : AuditTopic.ERASURE;
    return AuditEntry.ofOrder(now, about, action, id(), Optional.of(new ReasonCode(cause())));
  }

  /** Its id, which names nobody. */
  public String id() {
    return path.id();
  }

  public OrderState state() {
    return fields.string(STATE).map(OrderState::of).orElseThrow();
  }

  /** Whose data it is about; empty once nothing of it is left. */
  public Optional<SubjectId> subject() {
    return fields.string(UID).map(SubjectId::new);
  }

  public String cause() {
    return fields.string("cause").orElseThrow();
  }

  public Instant requestedAt() {
    return fields.instant("requestedAt").orElseThrow();
  }

  public Instant restorableUntil() {
    return fields.instant("restorableUntil").orElseThrow();
  }

  public Instant dueAt() {
    return fields.instant("dueAt").orElseThrow();
  }

  /** When removal began. */
  public Optional<Instant> startedAt() {
    return fields.instant(STARTED_AT);
  }

  /** When it was seen that nothing is left. */
  public Optional<Instant> fulfilledAt() {
    return fields.instant(FULFILLED_AT);
  }

  /** When whoever removes last found nothing left; the second reader looks after that. */
  public Optional<Instant> removedAt() {
    return fields.instant(REMOVED_AT);
  }

  /** Where the last attempt could not remove everything; empty when it could. */
  public List<String> remaining() {
    return fields.strings(REMAINING);
  }

  /** Which look of the second reader it waits for, or had last. */
  public long round() {
    return fields.number(ROUND).orElse(0L);
  }

  /**
   * Where the second reader found something that whoever removes did not; empty once it is gone.
   */
  public List<String> discrepancies() {
    return fields.strings(DISCREPANCIES);
  }

  /** When the sweep looks at it next; empty when nothing is left to do. */
  public Optional<Instant> nextAttemptAt() {
    return fields.instant(DueIndex.NEXT_ATTEMPT_AT);
  }

  /** Whether a person has confirmed it, so that no breaker holds it up. */
  public boolean isConfirmed() {
    return fields.flag(CONFIRMED);
  }

  /** Why it waits for a person, while it does. */
  public Optional<String> blocked() {
    return fields.string(BLOCKED);
  }

  /** How many documents and objects it has removed. */
  public long removed() {
    return fields.number(REMOVED).orElse(0L);
  }

  /** Whether something is still to be done. */
  public boolean isLive() {
    return state().isLive();
  }

  /** Whether nothing of it is done yet. */
  public boolean isOpen() {
    return state() == OrderState.OPEN;
  }

  /** Whether it can be taken back at this moment. */
  public boolean isRestorable(Instant now) {
    return isOpen() && now.isBefore(restorableUntil());
  }

  /** The same order with one field more or another. */
  public RemovalOrder with(String field, Object value) {
    return new RemovalOrder(path, fields.with(field, value));
  }

  /** The same order without a field. */
  public RemovalOrder without(String field) {
    return new RemovalOrder(path, fields.without(field));
  }

  /** The same, which has made progress and is looked at next at {@code at}. */
  public RemovalOrder next(Instant at) {
    return new RemovalOrder(path, DueIndex.progressed(fields, id(), at));
  }

  /** The same, which is looked at when its lease has run out, and not before one from now. */
  private RemovalOrder leased(Instant now) {
    Instant end = now.plus(DueIndex.LEASE);
    return nextAttemptAt().filter(end::isBefore).isPresent()
        ? this
        : new RemovalOrder(path, fields.with(DueIndex.at(id(), end)));
  }

  /** Removal has begun: it cannot be taken back any more. */
  public RemovalOrder started(Instant now, boolean isConfirmed) {
    return with(STATE, OrderState.IN_PROGRESS.storedName())
        .with(STARTED_AT, startedAt().orElse(now))
        .with(CONFIRMED, isConfirmed)
        .without(BLOCKED)
        .next(now.plus(DueIndex.LEASE));
  }

  /** It waits for a person. */
  public RemovalOrder blocked(String why, Instant now) {
    return with(BLOCKED, why).leased(now);
  }

  /** A person has confirmed it: it goes on at once. */
  public RemovalOrder confirmed(Instant now) {
    return with(CONFIRMED, true).without(BLOCKED).next(now);
  }

  /** The same, having removed more. */
  public RemovalOrder removing(long more) {
    return with(REMOVED, removed() + more);
  }

  /**
   * The same, an attempt having left something; the lease of the attempt says when the next is.
   *
   * @param where names of locations
   */
  public RemovalOrder withRemaining(List<String> where) {
    return where.isEmpty() ? without(REMAINING) : with(REMAINING, where);
  }

  /**
   * Whoever removes found nothing left: the second reader is asked to look. Of what an order names
   * more may have gone since the last time, and until when copies last is counted from here.
   */
  public RemovalOrder removedAt(Instant now) {
    Instant at = subject().isPresent() ? now : removedAt().orElse(now);
    RemovalOrder removed = with(REMOVED_AT, at).without(REMAINING);
    return removedAt().isEmpty() ? removed.next(now.plus(DueIndex.LEASE)) : removed.leased(now);
  }

  /** The same, for another look of the second reader. */
  public RemovalOrder nextRound() {
    return with(ROUND, round() + 1);
  }

  /**
   * The second reader found something: it is removed and looked at again when the lease has run
   * out, a little later each time, for it may be that only a person can help.
   *
   * @param where names of locations
   */
  public RemovalOrder withDiscrepancies(List<String> where, Instant now) {
    return with(DISCREPANCIES, where).leased(now);
  }

  /** Nothing is left to be done. */
  public RemovalOrder closed(OrderState as, Instant now) {
    RemovalOrder closed =
        new RemovalOrder(path, DueIndex.never(fields))
            .with(STATE, as.storedName())
            .without(BLOCKED)
            .without(DISCREPANCIES);
    return as == OrderState.FULFILLED ? closed.with(FULFILLED_AT, now) : closed;
  }

  @Override
  public String toString() {
    return path.collection().id() + "/" + id() + " " + fields.string(STATE).orElse("?");
  }
}
