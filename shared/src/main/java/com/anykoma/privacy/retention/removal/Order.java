package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.proof.audit.About;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.FixedWord;
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
public record Order(DocumentPath path, Fields fields) {
  /** Whose data it is about, while any is left. */
  public static final String UID = "uid";

  /** Why it waits for a person, while it does. */
  public static final String HALTED = "halted";

  private static final String STATE = "state";
  private static final String CONFIRMED = "confirmed";
  private static final String STARTED_AT = "startedAt";
  private static final String FULFILLED_AT = "fulfilledAt";
  private static final String REMOVED = "removed";
  private static final String REMOVED_AT = "removedAt";
  private static final String ROUND = "round";
  private static final String LEFT = "left";
  private static final String DOUBTED = "doubted";

  public Order {
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
  public static Order open(
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
            .with(STATE, OrderState.OPEN.word())
            .with("requestedAt", now)
            .with("restorableUntil", restorableUntil)
            .with("dueAt", dueAt)
            .with(CONFIRMED, false)
            .with(REMOVED, 0);
    return new Order(path, fields).next(restorableUntil);
  }

  /**
   * The order that a stored document is.
   *
   * @throws PermanentFailure when it lacks something that every order has, or has it in another
   *     form
   */
  public static Order of(Document stored) {
    Order order = new Order(stored.path(), stored.fields());
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
  public static Optional<Order> live(Optional<Document> stored) {
    return stored.map(Order::of).filter(Order::isLive);
  }

  /**
   * Writes it, and tells the audit log what has become of it.
   *
   * @param before as it was read in the same transaction; empty when it is new
   */
  public void write(AuditLog.Noting tx, Optional<Order> before, Instant now) {
    tx.set(path, fields);
    changeSince(before).ifPresent(it -> tx.note(entry(it, now)));
  }

  private Optional<Action> changeSince(Optional<Order> before) {
    if (before.map(Order::state).filter(state()::equals).isEmpty()) {
      return Optional.of(
          switch (state()) {
            case OPEN -> Action.OPENED;
            case IN_PROGRESS -> Action.STARTED;
            case FULFILLED -> Action.FULFILLED;
            case DENIED -> Action.DENIED;
            case REVOKED -> Action.REVOKED;
          });
    }
    if (halted().isPresent() && before.get().halted().isEmpty()) {
      return Optional.of(Action.HALTED);
    }
    if (isConfirmed() && !before.get().isConfirmed()) {
      return Optional.of(Action.CONFIRMED);
    }
    if (!doubted().isEmpty() && !doubted().equals(before.get().doubted())) {
      return Optional.of(Action.DOUBTED);
    }
    return removedAt().isPresent() && before.get().removedAt().isEmpty()
        ? Optional.of(Action.REMOVED)
        : Optional.empty();
  }

  private AuditEntry entry(Action action, Instant now) {
    About about = path.collection().equals(OwnCollections.PURGES) ? About.PURGE : About.ERASURE;
    return AuditEntry.ofOrder(now, about, action, id(), Optional.of(new FixedWord(cause())));
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
  public List<String> left() {
    return fields.strings(LEFT);
  }

  /** Which look of the second reader it waits for, or had last. */
  public long round() {
    return fields.number(ROUND).orElse(0L);
  }

  /**
   * Where the second reader found something that whoever removes did not; empty once it is gone.
   */
  public List<String> doubted() {
    return fields.strings(DOUBTED);
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
  public Optional<String> halted() {
    return fields.string(HALTED);
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
  public Order with(String field, Object value) {
    return new Order(path, fields.with(field, value));
  }

  /** The same order without a field. */
  public Order without(String field) {
    return new Order(path, fields.without(field));
  }

  /** The same, which has made progress and is looked at next at {@code at}. */
  public Order next(Instant at) {
    return new Order(path, DueIndex.progressed(fields, id(), at));
  }

  /** The same, which is looked at when its lease has run out, and not before one from now. */
  private Order leased(Instant now) {
    Instant end = now.plus(DueIndex.LEASE);
    return nextAttemptAt().filter(end::isBefore).isPresent()
        ? this
        : new Order(path, fields.with(DueIndex.at(id(), end)));
  }

  /** Removal has begun: it cannot be taken back any more. */
  public Order started(Instant now, boolean isConfirmed) {
    return with(STATE, OrderState.IN_PROGRESS.word())
        .with(STARTED_AT, startedAt().orElse(now))
        .with(CONFIRMED, isConfirmed)
        .without(HALTED)
        .next(now.plus(DueIndex.LEASE));
  }

  /** It waits for a person. */
  public Order halted(String why, Instant now) {
    return with(HALTED, why).leased(now);
  }

  /** A person has confirmed it: it goes on at once. */
  public Order confirmed(Instant now) {
    return with(CONFIRMED, true).without(HALTED).next(now);
  }

  /** The same, having removed more. */
  public Order removing(long more) {
    return with(REMOVED, removed() + more);
  }

  /**
   * The same, an attempt having left something; the lease of the attempt says when the next is.
   *
   * @param where names of locations
   */
  public Order leaving(List<String> where) {
    return where.isEmpty() ? without(LEFT) : with(LEFT, where);
  }

  /**
   * Whoever removes found nothing left: the second reader is asked to look. Of what an order names
   * more may have gone since the last time, and until when copies last is counted from here.
   */
  public Order removedAt(Instant now) {
    Instant at = subject().isPresent() ? now : removedAt().orElse(now);
    Order removed = with(REMOVED_AT, at).without(LEFT);
    return removedAt().isEmpty() ? removed.next(now.plus(DueIndex.LEASE)) : removed.leased(now);
  }

  /** The same, for another look of the second reader. */
  public Order nextRound() {
    return with(ROUND, round() + 1);
  }

  /**
   * The second reader found something: it is removed and looked at again when the lease has run
   * out, a little later each time, for it may be that only a person can help.
   *
   * @param where names of locations
   */
  public Order doubted(List<String> where, Instant now) {
    return with(DOUBTED, where).leased(now);
  }

  /** Nothing is left to be done. */
  public Order closed(OrderState as, Instant now) {
    Order closed =
        new Order(path, DueIndex.never(fields))
            .with(STATE, as.word())
            .without(HALTED)
            .without(DOUBTED);
    return as == OrderState.FULFILLED ? closed.with(FULFILLED_AT, now) : closed;
  }

  @Override
  public String toString() {
    return path.collection().id() + "/" + id() + " " + fields.string(STATE).orElse("?");
  }
}
