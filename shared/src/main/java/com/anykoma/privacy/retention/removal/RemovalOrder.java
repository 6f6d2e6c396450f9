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
import com.anykoma.privacy.proof.certificate.Certificate;
import com.anykoma.privacy.work.DueIndex;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A removal order, {@code purges/{id}} or {@code erasures/{id}}: what was requested and when, its
 * progress, and when it is dispatched next (P20). Holds the subject's uid only while data of the
 * subject remains. Immutable.
 */
public record RemovalOrder(DocumentPath path, Fields fields) {
  /** The field with the subject's uid, while data remains. */
  public static final String UID = "uid";

  /** The field with the reason why the order is blocked, while it is. */
  public static final String BLOCKED = "blocked";

  /** The field with the number that the person was given, while data remains. */
  public static final String NONCE = "nonce";

  private static final String STATE = "state";
  private static final String CONFIRMED = "confirmed";
  private static final String STARTED_AT = "startedAt";
  private static final String FULFILLED_AT = "fulfilledAt";
  private static final String REMOVED = "removed";
  private static final String REMOVED_AT = "removedAt";
  private static final String ROUND = "round";
  private static final String REMAINING = "remaining";
  private static final String DISCREPANCIES = "discrepancies";
  private static final String RECALLED = "recalled";
  private static final String COMMITMENT = "commitment";

  /** The most names of released copies in one order, which fit into a document. */
  private static final int MAX_RECALLED = 20_000;

  public RemovalOrder {
    Objects.requireNonNull(path);
    Objects.requireNonNull(fields);
  }

  /**
   * Creates a new order.
   *
   * @param cause a fixed name such as {@code deleted} or {@code account-deleted}
   * @param now the request time, from which the periods are counted
   * @param restorableUntil until when the order can be revoked; removal starts then
   * @param dueAt the promised date by which everything we control is deleted
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
    return new RemovalOrder(path, fields).withNextAttempt(restorableUntil);
  }

  /** Reads an order from its stored document; a malformed one is a permanent failure. */
  public static RemovalOrder of(Document stored) {
    RemovalOrder order = new RemovalOrder(stored.path(), stored.fields());
    try {
      order.requireComplete();
      return order;
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new PermanentFailure(
          "a document in " + stored.path().collection() + " is not an order", e);
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
        verificationRound());
  }

  /** Reads an order from its stored document; empty if it is absent or closed. */
  public static Optional<RemovalOrder> live(Optional<Document> stored) {
    return stored.map(RemovalOrder::of).filter(RemovalOrder::isLive);
  }

  /** Writes the order, and an audit entry if its state changed. */
  public void write(AuditLog.Writer tx, Optional<RemovalOrder> before, Instant now) {
    tx.set(path, fields);
    changeSince(before).ifPresent(it -> tx.append(entry(it, now)));
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

  /** The order's id, which contains no identifiers. */
  public String id() {
    return path.id();
  }

  public OrderState state() {
    return fields.string(STATE).map(OrderState::of).orElseThrow();
  }

  /** The subject; empty once no data of the subject remains. */
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

  public Optional<Instant> startedAt() {
    return fields.instant(STARTED_AT);
  }

  public Optional<Instant> fulfilledAt() {
    return fields.instant(FULFILLED_AT);
  }

  /** When the removal last found no remaining data; verification happens after that. */
  public Optional<Instant> removedAt() {
    return fields.instant(REMOVED_AT);
  }

  /** Locations that the last attempt could not clear; empty if it cleared all. */
  public List<String> remaining() {
    return fields.strings(REMAINING);
  }

  /** The number of the current verification by the independent verifier, from 0. */
  public long verificationRound() {
    return fields.number(ROUND).orElse(0L);
  }

  /** Locations where the independent verifier found remaining data; cleared on closing. */
  public List<String> discrepancies() {
    return fields.strings(DISCREPANCIES);
  }

  /** The names of released copies that trainers were told to forget; their ids are random. */
  public List<String> recalled() {
    return fields.strings(RECALLED);
  }

  /** Adds names of released copies that are recalled before the removal, up to 20,000 in all. */
  public RemovalOrder withRecalled(Collection<String> more) {
    SortedSet<String> names = new TreeSet<>(recalled());
    names.addAll(more);
    return names.isEmpty() ? this : with(RECALLED, names.stream().limit(MAX_RECALLED).toList());
  }

  /**
   * The random number with which the person can show that the order's certificate is theirs, in
   * base64url; empty once the order names no person, and for purges.
   */
  public Optional<String> nonce() {
    return fields.string(NONCE);
  }

  /** {@link Certificate#commitment} to the person, also after the order stopped to name them. */
  public Optional<String> commitment() {
    return nonce()
        .flatMap(it -> subject().map(person -> Certificate.commitment(it, person.value())))
        .or(() -> fields.string(COMMITMENT));
  }

  /**
   * Returns the order without the person and their number; a commitment to both stays, which does
   * not identify the person without the number.
   */
  public RemovalOrder unnamed() {
    RemovalOrder unnamed = without(UID).without(NONCE);
    return commitment().map(it -> unnamed.with(COMMITMENT, it)).orElse(unnamed);
  }

  /** When the sweep dispatches it next; empty once it is closed. */
  public Optional<Instant> nextAttemptAt() {
    return fields.instant(DueIndex.NEXT_ATTEMPT_AT);
  }

  /** Whether an operator has confirmed it, so that no circuit breaker blocks it. */
  public boolean isConfirmed() {
    return fields.flag(CONFIRMED);
  }

  /** The reason why it is blocked until an operator decides; empty if it is not blocked. */
  public Optional<String> blocked() {
    return fields.string(BLOCKED);
  }

  /** The number of documents and objects removed so far. */
  public long removed() {
    return fields.number(REMOVED).orElse(0L);
  }

  public boolean isLive() {
    return state().isLive();
  }

  public boolean isOpen() {
    return state() == OrderState.OPEN;
  }

  public boolean isRestorable(Instant now) {
    return isOpen() && now.isBefore(restorableUntil());
  }

  public RemovalOrder with(String field, Object value) {
    return new RemovalOrder(path, fields.with(field, value));
  }

  public RemovalOrder without(String field) {
    return new RemovalOrder(path, fields.without(field));
  }

  /** Returns the order after progress, to be dispatched next at {@code at}. */
  public RemovalOrder withNextAttempt(Instant at) {
    return new RemovalOrder(path, DueIndex.withProgress(fields, id(), at));
  }

  /** Returns the order due at the end of its lease, and no sooner than one lease from now. */
  private RemovalOrder withLease(Instant now) {
    Instant end = now.plus(DueIndex.LEASE);
    return nextAttemptAt().filter(end::isBefore).isPresent()
        ? this
        : new RemovalOrder(path, fields.with(DueIndex.dueAt(id(), end)));
  }

  /** Returns the order with removal begun; it can no longer be revoked. */
  public RemovalOrder started(Instant now, boolean isConfirmed) {
    return with(STATE, OrderState.IN_PROGRESS.storedName())
        .with(STARTED_AT, startedAt().orElse(now))
        .with(CONFIRMED, isConfirmed)
        .without(BLOCKED)
        .withNextAttempt(now.plus(DueIndex.LEASE));
  }

  /** Returns the order blocked until an operator decides. */
  public RemovalOrder blocked(String why, Instant now) {
    return with(BLOCKED, why).withLease(now);
  }

  /** Returns the order confirmed by an operator, due at once. */
  public RemovalOrder confirmed(Instant now) {
    return with(CONFIRMED, true).without(BLOCKED).withNextAttempt(now);
  }

  /** Adds to the number of removed documents and objects. */
  public RemovalOrder withMoreRemoved(long more) {
    return with(REMOVED, removed() + more);
  }

  /**
   * Returns the order with the locations that an attempt could not clear; the lease is unchanged.
   */
  public RemovalOrder withRemaining(List<String> where) {
    return where.isEmpty() ? without(REMAINING) : with(REMAINING, where);
  }

  /**
   * Returns the order with no remaining data found, to be verified. While the order names a
   * subject, a later attempt may have removed more, so the time is updated: retention of residual
   * copies is counted from it.
   */
  public RemovalOrder withRemovedAt(Instant now) {
    Instant at = subject().isPresent() ? now : removedAt().orElse(now);
    RemovalOrder removed = with(REMOVED_AT, at).without(REMAINING);
    return removedAt().isEmpty()
        ? removed.withNextAttempt(now.plus(DueIndex.LEASE))
        : removed.withLease(now);
  }

  public RemovalOrder nextVerificationRound() {
    return with(ROUND, verificationRound() + 1);
  }

  /**
   * Returns the order with the independent verifier's findings. They are removed and verified again
   * at the end of the lease; leases grow, because some findings need a person.
   */
  public RemovalOrder withDiscrepancies(List<String> where, Instant now) {
    return with(DISCREPANCIES, where).withLease(now);
  }

  public RemovalOrder closed(OrderState as, Instant now) {
    RemovalOrder closed =
        new RemovalOrder(path, DueIndex.withoutNextAttempt(fields))
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
