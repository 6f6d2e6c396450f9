package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditEntry;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.proof.audit.AuditTopic;
import com.anykoma.privacy.proof.audit.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Blocks mass deletion until an operator confirms or denies it (P19). It is consulted before an
 * order removes anything. The number of other people's orders never blocks an order that its owner
 * authorised. All other orders are counted by cause, and too many of one cause trip the breaker for
 * that cause only. Orders that start at the same moment may exceed the limit by a few. A
 * confirmation covers the orders requested before it; later orders are counted anew.
 */
public record CircuitBreaker(
    Documents documents, AuditLog audit, CircuitBreakerLimits limits, InstantSource clock) {
  /** The kind of orders; each cause within a kind is counted separately. */
  public enum Kind implements StoredName {
    ERASURES,
    PURGES;

    public static Optional<Kind> of(String word) {
      return StoredName.find(Kind.class, word);
    }

    CollectionPath orders() {
      return new CollectionPath(storedName());
    }
  }

  /** The cause of an erasure that its subject requested after a fresh sign-in. */
  public static final String REQUESTED = "requested";

  /** The cause of a purge of content that its owner deleted. */
  public static final String DELETED = "deleted";

  private static final Log LOG = Log.of(CircuitBreaker.class);
  private static final DocumentPath ACCOUNTS = OwnCollections.BREAKERS.document("accounts");
  private static final String KIND = "kind";
  private static final String CAUSE = "cause";
  private static final String TRIPPED_AT = "trippedAt";
  private static final String CONFIRMED_AT = "confirmedAt";
  private static final String COUNT = "count";
  private static final String COUNTED_AT = "countedAt";
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final Duration COUNTED_AGAIN_AFTER = Duration.ofDays(1);

  /** Whether an operator has confirmed the order, and the reason if it may not start. */
  public record Decision(boolean confirmed, Optional<String> block) {
    public Decision {
      Objects.requireNonNull(block);
    }
  }

  /** Whether the person whose data the order removes has authorised it. */
  public static boolean isAuthorisedByOwner(RemovalOrder order) {
    return order.cause().equals(REQUESTED) || order.cause().equals(DELETED);
  }

  /** Decides whether an order may start now, and trips the breaker if the rate is too high. */
  public Decision decide(Kind kind, RemovalOrder order, LongSupplier objects) {
    boolean isOfOwner = isAuthorisedByOwner(order);
    Fields breaker = isOfOwner ? Fields.empty() : read(path(kind, order.cause()));
    if (order.isConfirmed()
        || breaker
            .instant(CONFIRMED_AT)
            .filter(at -> !order.requestedAt().isAfter(at))
            .isPresent()) {
      return new Decision(true, Optional.empty());
    }
    Optional<String> block =
        kind == Kind.PURGES
            ? tooManyOfOnePerson(
                order, isOfOwner ? limits.itemsAnHour() : limits.itemsOfOnePerson())
            : Optional.empty();
    if (block.isEmpty() && !isOfOwner) {
      block = tooMany(kind, order.cause(), breaker);
    }
    return new Decision(false, block.or(() -> tooLarge(objects.getAsLong())));
  }

  private Optional<String> tooLarge(long objects) {
    return objects > limits.objectsAnOrder()
        ? Optional.of("more than " + limits.objectsAnOrder() + " objects")
        : Optional.empty();
  }

  /** Orders hold the subject's uid while open, so one person's open orders can be counted. */
  private Optional<String> tooManyOfOnePerson(RemovalOrder order, long limit) {
    Query open =
        Query.in(order.path().collection())
            .whereEqual(RemovalOrder.UID, order.subject().orElseThrow().value());
    return documents.count(open, limit + 1) > limit
        ? Optional.of("more than " + limit + " purges of one person")
        : Optional.empty();
  }

  private Optional<String> tooMany(Kind kind, String cause, Fields breaker) {
    boolean tripped = isTripped(breaker);
    if (!tripped && !isRateTooHigh(kind, cause)) {
      return Optional.empty();
    }
    if (!tripped) {
      trip(kind, cause);
    }
    return Optional.of("too many " + kind.storedName() + " within an hour");
  }

  /** Whether too many orders of one cause started within {@link #WINDOW}. */
  private boolean isRateTooHigh(Kind kind, String cause) {
    Query started =
        Query.in(kind.orders())
            .whereEqual(CAUSE, cause)
            .whereEqual("confirmed", false)
            .where("startedAt", Query.Operator.GREATER_OR_EQUAL, clock.instant().minus(WINDOW));
    long least = kind == Kind.ERASURES ? limits.subjectsAnHour() : limits.itemsAnHour();
    if (documents.count(started, least) < least) {
      return false;
    }
    long limit = least * Math.max(1, countAccounts() / limits.accounts());
    return limit == least || documents.count(started, limit) >= limit;
  }

  /** Counts the live accounts at most once a day; called only if the unscaled limit is reached. */
  private long countAccounts() {
    Instant now = clock.instant();
    Fields known = read(ACCOUNTS);
    boolean isFresh =
        known
            .instant(COUNTED_AT)
            .filter(it -> it.isAfter(now.minus(COUNTED_AGAIN_AFTER)))
            .isPresent();
    if (isFresh) {
      return known.number(COUNT).orElse(0L);
    }
    long count =
        documents.count(Query.in(OwnCollections.SUBJECTS), CircuitBreakerLimits.MAX_ACCOUNTS);
    documents.set(ACCOUNTS, Fields.empty().with(COUNT, count).with(COUNTED_AT, now));
    return count;
  }

  private void trip(Kind kind, String cause) {
    put(kind, cause, TRIPPED_AT, Action.TRIPPED);
    LOG.severe(
        "alarm: too many orders within an hour; blocked until confirmed",
        LogField.KIND.of(kind.storedName()),
        LogField.CAUSE.of(cause));
  }

  /** Confirms the orders so far of a cause, or of all; returns the number of released causes. */
  public long confirm(Kind kind, Optional<String> cause) {
    Set<String> causes = new TreeSet<>(tripped(kind));
    causes.removeIf(it -> cause.isPresent() && !cause.get().equals(it));
    for (String each : causes) {
      put(kind, each, CONFIRMED_AT, Action.CONFIRMED);
      LOG.warning(
          "an operator confirmed orders",
          LogField.KIND.of(kind.storedName()),
          LogField.CAUSE.of(each));
    }
    return causes.size();
  }

  public Set<String> tripped(Kind kind) {
    return documents
        .find(Query.in(OwnCollections.BREAKERS).whereEqual(KIND, kind.storedName()))
        .stream()
        .map(Document::fields)
        .filter(CircuitBreaker::isTripped)
        .map(each -> each.string(CAUSE).orElseThrow())
        .collect(Collectors.toSet());
  }

  private void put(Kind kind, String cause, String field, Action action) {
    Instant now = clock.instant();
    DocumentPath path = path(kind, cause);
    record(
        documents,
        audit,
        path,
        it -> it.with(KIND, kind.storedName()).with(CAUSE, cause).with(field, now),
        Optional.of(entry(now, action, path.id())));
  }

  /** The audit entry about a breaker with this name. */
  public static AuditEntry entry(Instant now, Action action, String name) {
    return AuditEntry.withoutSubject(now, AuditTopic.BREAKER, action, new ReasonCode(name));
  }

  /** Changes the stored state of a breaker, in one transaction with its audit entry. */
  public static void record(
      Documents documents,
      AuditLog audit,
      DocumentPath path,
      UnaryOperator<Fields> change,
      Optional<AuditEntry> entry) {
    documents.transact(
        tx -> {
          Fields after = change.apply(tx.read(path).map(Document::fields).orElse(Fields.empty()));
          AuditLog.Writer writer = audit.writer(tx);
          writer.set(path, after);
          entry.ifPresent(writer::append);
          return after;
        });
  }

  /** The blocked kinds and causes, as {@code erasures-account-gone}, with the time of the block. */
  public Map<String, Instant> blocked() {
    Map<String, Instant> blocked = new TreeMap<>();
    for (Document each : documents.find(Query.in(OwnCollections.BREAKERS))) {
      if (isTripped(each.fields())) {
        blocked.put(each.path().id(), each.fields().instant(TRIPPED_AT).orElseThrow());
      }
    }
    return blocked;
  }

  private static boolean isTripped(Fields breaker) {
    Optional<Instant> confirmedAt = breaker.instant(CONFIRMED_AT);
    return breaker
        .instant(TRIPPED_AT)
        .filter(at -> confirmedAt.isEmpty() || at.isAfter(confirmedAt.get()))
        .isPresent();
  }

  private Fields read(DocumentPath path) {
    return documents.get(path).map(Document::fields).orElse(Fields.empty());
  }

  private static DocumentPath path(Kind kind, String cause) {
    return OwnCollections.BREAKERS.document(kind.storedName() + "-" + cause);
  }
}
