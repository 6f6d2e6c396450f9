package com.anykoma.privacy.proof.promises;

import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.Query.Operator;
import com.anykoma.privacy.proof.audit.AuditCheck;
import com.anykoma.privacy.proof.audit.Checkpoint;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.work.Checks;
import com.anykoma.privacy.work.DueIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The live checks of the sweep: {@code deadlines} finds what is open past its promised date (P20,
 * P23, P24, P38), and {@code audit} verifies the newest checkpoint of the audit log (P18). It is
 * separate from the function that signs checkpoints, which may write nothing to the database.
 */
public record SweepChecks(Documents documents, AuditCheck audit, Checks checks) {
  /** The minimum time between two runs; the sweep is more frequent. */
  static final Duration INTERVAL = Duration.ofMinutes(15);

  /** An export is built within 7 days and deleted 7 days later; the sweep needs a day at most. */
  static final Duration EXPORT_LIFE = Duration.ofDays(15);

  /** There is a checkpoint every hour. */
  static final Duration MAX_CHECKPOINT_AGE = Duration.ofHours(3);

  private static final Map<String, CollectionPath> ORDERS =
      Map.of("erasure", OwnCollections.ERASURES, "purge", OwnCollections.PURGES);

  /** Runs each check unless it ran within the last 15 minutes; both run even if one fails. */
  public void sweep() {
    Instant now = checks.clock().instant();
    StepRunner steps = new StepRunner();
    steps.run(() -> runIfDue("deadlines", now, () -> Optional.of(deadlines(now))));
    steps.run(() -> runIfDue("audit", now, () -> checkpoints(now)));
    steps.throwFailure();
  }

  /** A check that returns no list could not run yet, and records no result. */
  private void runIfDue(String name, Instant now, Supplier<Optional<List<String>>> check) {
    Optional<Instant> last = checks.result(name).flatMap(Checks.Result::verifiedAt);
    if (last.filter(it -> now.isBefore(it.plus(INTERVAL))).isEmpty()) {
      check.get().ifPresent(found -> checks.run(name, () -> found));
    }
  }

  private List<String> deadlines(Instant now) {
    List<String> findings = new ArrayList<>();
    ORDERS.forEach(
        (kind, orders) -> {
          if (new DueIndex(documents, orders).open(1).stream().anyMatch(it -> isOverdue(it, now))) {
            findings.add("An order of kind %s is past its promised date.".formatted(kind));
          }
        });
    if (exists(Query.in(OwnCollections.CASES).whereEqual("live", true), "dueAt", now)) {
      findings.add("A request is past its legal date.");
    }
    if (exists(Query.in(OwnCollections.EXPORTS), "requestedAt", now.minus(EXPORT_LIFE))) {
      findings.add("An export was not built or not deleted in time.");
    }
    return findings;
  }

  private boolean exists(Query query, String field, Instant until) {
    return !documents.find(query.where(field, Operator.LESS_OR_EQUAL, until).limit(1)).isEmpty();
  }

  private static boolean isOverdue(Document order, Instant now) {
    return order.fields().instant("dueAt").filter(it -> !now.isBefore(it)).isPresent();
  }

  private Optional<List<String>> checkpoints(Instant now) {
    try {
      return audit
          .newest()
          .map(Checkpoint::issuedAt)
          .map(it -> now.isBefore(it.plus(MAX_CHECKPOINT_AGE)))
          .map(
              isRecent ->
                  isRecent
                      ? List.of()
                      : List.of("The audit log has had no checkpoint for 3 hours."));
    } catch (InvalidProof | MalformedJson e) {
      return Optional.of(List.of("A checkpoint of the audit log is not valid."));
    }
  }
}
