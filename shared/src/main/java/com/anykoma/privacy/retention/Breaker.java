package com.anykoma.privacy.retention;

import com.anykoma.privacy.audit.About;
import com.anykoma.privacy.audit.Action;
import com.anykoma.privacy.audit.AuditEntry;
import com.anykoma.privacy.audit.AuditLog;
import com.anykoma.privacy.audit.FixedWord;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * Halts mass deletion until a person confirms it (P19): asked before an order removes anything.
 * Orders that start at the same moment may pass together, a few above the limit. What was asked for
 * before a person confirmed is confirmed; what comes after is counted anew.
 */
public final class Breaker {
  /** What is counted together. */
  public enum Kind {
    ERASURES,
    PURGES;

    /** The word in settings and orders: {@code erasures}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this word. */
    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst();
    }
  }

  private static final Logger LOG = Logger.getLogger(Breaker.class.getName());
  private static final CollectionPath BREAKERS = new CollectionPath("breakers");
  private static final String TRIPPED_AT = "trippedAt";
  private static final String CONFIRMED_AT = "confirmedAt";
  private static final Duration WINDOW = Duration.ofHours(1);

  private final Documents documents;
  private final AuditLog audit;
  private final BreakerLimits limits;
  private final InstantSource clock;

  public Breaker(Documents documents, AuditLog audit, BreakerLimits limits, InstantSource clock) {
    this.documents = documents;
    this.audit = audit;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * Whether an order may start.
   *
   * @param confirmed whether a person has confirmed it
   * @param halt why it may not
   */
  public record Decision(boolean confirmed, Optional<String> halt) {
    public Decision {
      Objects.requireNonNull(halt);
    }
  }

  /**
   * Decides about an order that is to start now.
   *
   * @param objects how many documents and objects it would remove; asked for only where it matters
   */
  public Decision decide(Kind kind, Order order, LongSupplier objects) {
    Fields breaker = read(kind);
    Optional<Instant> confirmedAt = breaker.instant(CONFIRMED_AT);
    if (order.isConfirmed()
        || confirmedAt.filter(at -> !order.requestedAt().isAfter(at)).isPresent()) {
      return new Decision(true, Optional.empty());
    }
    boolean tripped = isTripped(breaker);
    if (tripped || isTooMany(kind)) {
      if (!tripped) {
        trip(kind);
      }
      return new Decision(false, Optional.of("too many " + kind.word() + " within an hour"));
    }
    return objects.getAsLong() > limits.objectsAnOrder()
        ? new Decision(false, Optional.of("more than " + limits.objectsAnOrder() + " objects"))
        : new Decision(false, Optional.empty());
  }

  private boolean isTooMany(Kind kind) {
    long limit = kind == Kind.ERASURES ? limits.subjectsAnHour() : limits.itemsAnHour();
    return documents.count(
            Query.in(new CollectionPath(kind.word()))
                .whereEqual("confirmed", false)
                .where("startedAt", Query.Operator.GREATER_OR_EQUAL, clock.instant().minus(WINDOW)))
        >= limit;
  }

  private void trip(Kind kind) {
    put(kind, TRIPPED_AT, Action.TRIPPED);
    LOG.severe("alarm: too many " + kind.word() + " within an hour; they wait to be confirmed");
  }

  /** A person says that everything asked for up to now is meant. */
  public void confirm(Kind kind) {
    put(kind, CONFIRMED_AT, Action.CONFIRMED);
    LOG.warning("a person confirmed the waiting " + kind.word());
  }

  private void put(Kind kind, String field, Action action) {
    Instant now = clock.instant();
    Fields unused =
        documents.transact(
            tx -> {
              Fields after =
                  tx.read(path(kind)).map(Document::fields).orElse(Fields.empty()).with(field, now);
              AuditLog.Noting noting = audit.noting(tx);
              noting.set(path(kind), after);
              noting.note(
                  AuditEntry.ofNobody(now, About.BREAKER, action, new FixedWord(kind.word())));
              return after;
            });
  }

  /** Since when deletions of this kind are halted; empty while they are not. */
  public Optional<Instant> trippedAt(Kind kind) {
    Fields breaker = read(kind);
    return isTripped(breaker) ? breaker.instant(TRIPPED_AT) : Optional.empty();
  }

  private static boolean isTripped(Fields breaker) {
    Optional<Instant> confirmedAt = breaker.instant(CONFIRMED_AT);
    return breaker
        .instant(TRIPPED_AT)
        .filter(at -> confirmedAt.isEmpty() || at.isAfter(confirmedAt.get()))
        .isPresent();
  }

  private Fields read(Kind kind) {
    return documents.get(path(kind)).map(Document::fields).orElse(Fields.empty());
  }

  private static DocumentPath path(Kind kind) {
    return BREAKERS.document(kind.word());
  }
}
