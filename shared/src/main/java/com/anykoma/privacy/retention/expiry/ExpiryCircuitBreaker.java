package com.anykoma.privacy.retention.expiry;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.proof.audit.Action;
import com.anykoma.privacy.proof.audit.AuditLog;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Blocks the expiry of a location's records until an operator confirms it, if more records are due
 * at once than {@code breaker.yaml} allows (P19). The limit is far lower for a new or changed
 * retention, because a mistake in {@code max} or {@code aged} of the data map makes many records
 * due at once. Its state is part of {@code expiryProgress/{location}}.
 */
public record ExpiryCircuitBreaker(
    Documents documents, AuditLog audit, CircuitBreakerLimits limits, InstantSource clock) {
  /** Names all locations at once in a confirmation. */
  public static final String EXPIRY = "expiry";

  private static final Log LOG = Log.of(ExpiryCircuitBreaker.class);

  private static final String RULE = "rule";

  /** The new rule, which an operator has not confirmed yet. */
  private static final String BLOCKED_RULE = "blockedRule";

  private static final String BLOCKED_AT = "blockedAt";
  private static final String CONFIRMED_AT = "confirmedAt";

  static DocumentPath path(String location) {
    return OwnCollections.EXPIRY_PROGRESS.document(location);
  }

  /**
   * Decides whether expiry of the location is blocked, and stores the decision.
   *
   * @param state the document at {@link #path}
   * @param due records with this timestamp or an earlier one are due
   * @param isAnyDue whether at least one record is due
   */
  boolean blocks(ExpiringRecords records, Fields state, Instant due, boolean isAnyDue) {
    String rule = records.rule();
    boolean isNew = !state.string(RULE).equals(Optional.of(rule));
    if (isAnyDue && isTooMany(records, state, due, isNew)) {
      if (!state.string(BLOCKED_RULE).equals(Optional.of(rule))) {
        block(records.location().name(), rule);
      }
      return true;
    }
    if (isNew || state.has(BLOCKED_RULE)) {
      put(
          records.location().name(),
          before -> before.without(BLOCKED_RULE).without(BLOCKED_AT).with(RULE, rule),
          Optional.empty());
    }
    return false;
  }

  /** Records that were due when an operator confirmed are not counted again. */
  private boolean isTooMany(ExpiringRecords records, Fields state, Instant due, boolean isNew) {
    long limit = isNew ? limits.recordsOfANewRule() : limits.recordsAtOnce();
    Optional<Instant> confirmed =
        isNew
            ? Optional.empty()
            : state.instant(CONFIRMED_AT).flatMap(it -> records.retention().lastDue(it));
    return records.documents().count(records.between(confirmed, due), limit + 1) > limit;
  }

  private void block(String location, String rule) {
    Instant now = clock.instant();
    put(
        location,
        before -> before.with(BLOCKED_RULE, rule).with(BLOCKED_AT, now),
        Optional.of(Action.TRIPPED));
    LOG.severe(
        "alarm: too many records expire at once; expiry is blocked until confirmed",
        LogField.LOCATION.of(location));
  }

  /** Confirms that records of this location, or all of {@link #EXPIRY}, may expire; whether any. */
  public boolean confirm(String what) {
    Instant now = clock.instant();
    boolean any = false;
    for (Document each : documents.find(Query.in(OwnCollections.EXPIRY_PROGRESS))) {
      Optional<String> rule = each.fields().string(BLOCKED_RULE);
      if (rule.isPresent() && (what.equals(EXPIRY) || what.equals(each.path().id()))) {
        any = true;
        put(
            each.path().id(),
            before ->
                before
                    .without(BLOCKED_RULE)
                    .without(BLOCKED_AT)
                    .with(RULE, rule.get())
                    .with(CONFIRMED_AT, now),
            Optional.of(Action.CONFIRMED));
        LOG.warning(
            "an operator confirmed the expiry of records", LogField.LOCATION.of(each.path().id()));
      }
    }
    return any;
  }

  /** The blocked locations, as {@code expiry-LOCATION}, with the time of the block. */
  public Map<String, Instant> blocked() {
    Map<String, Instant> blocked = new TreeMap<>();
    for (Document each : documents.find(Query.in(OwnCollections.EXPIRY_PROGRESS))) {
      each.fields()
          .instant(BLOCKED_AT)
          .ifPresent(since -> blocked.put(EXPIRY + "-" + each.path().id(), since));
    }
    return blocked;
  }

  private void put(String location, UnaryOperator<Fields> change, Optional<Action> action) {
    Instant now = clock.instant();
    CircuitBreaker.record(
        documents,
        audit,
        path(location),
        change,
        action.map(it -> CircuitBreaker.entry(now, it, EXPIRY)));
  }
}
