package com.anykoma.privacy.retention.expiry;

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
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.logging.Logger;

/**
 * Blocks the expiry of a location's records until a person confirms it, when more of them are due
 * at once than {@code breaker.yaml} lets pass (P19). The first time that a location's retention is
 * seen, and whenever it has changed, far fewer may pass: a slip in {@code max} or {@code aged} of
 * the data map makes many records due at once. Its state is part of {@code ageings/{location}}.
 */
public record ExpiryCircuitBreaker(
    Documents documents, AuditLog audit, CircuitBreakerLimits limits, InstantSource clock) {
  /** What a person confirms for all locations at once. */
  public static final String EXPIRY = "expiry";

  private static final Logger LOG = Logger.getLogger(ExpiryCircuitBreaker.class.getName());

  /** The retention under which the location's records expire. */
  private static final String RULE = "rule";

  /** The retention under which they would expire, which waits for a person. */
  private static final String BLOCKED_RULE = "blockedRule";

  private static final String BLOCKED_AT = "blockedAt";
  private static final String CONFIRMED_AT = "confirmedAt";

  /** Where the state of a location is kept. */
  static DocumentPath path(String location) {
    return OwnCollections.AGEINGS.document(location);
  }

  /**
   * Whether no record of the location may expire now.
   *
   * @param state what is kept at {@link #path}
   * @param due the greatest age at which records are not due yet
   * @param isAnyDue whether there is a record that is due
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

  /** What was due when a person confirmed it is not counted again. */
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
        "alarm: too many records expire at once; they wait to be confirmed location=" + location);
  }

  /**
   * A person says that records are meant to expire under the retention as it is.
   *
   * @param what the name of a location, or {@link #EXPIRY} for all that are blocked
   * @return whether any was blocked
   */
  public boolean confirm(String what) {
    Instant now = clock.instant();
    boolean any = false;
    for (Document each : documents.find(Query.in(OwnCollections.AGEINGS))) {
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
        LOG.warning("a person confirmed that records expire location=" + each.path().id());
      }
    }
    return any;
  }

  /** Of which locations no record expires until a person confirms, and since when. */
  public Map<String, Instant> blocked() {
    Map<String, Instant> blocked = new TreeMap<>();
    for (Document each : documents.find(Query.in(OwnCollections.AGEINGS))) {
      each.fields()
          .instant(BLOCKED_AT)
          .ifPresent(since -> blocked.put(EXPIRY + "-" + each.path().id(), since));
    }
    return blocked;
  }

  private void put(String location, UnaryOperator<Fields> change, Optional<Action> told) {
    DocumentPath path = path(location);
    documents.transact(
        tx -> {
          Fields after = change.apply(tx.read(path).map(Document::fields).orElse(Fields.empty()));
          AuditLog.Writer writer = audit.writer(tx);
          writer.set(path, after);
          told.ifPresent(
              it ->
                  writer.append(
                      AuditEntry.withoutSubject(
                          clock.instant(), AuditTopic.BREAKER, it, new ReasonCode(EXPIRY))));
          return after;
        });
  }
}
