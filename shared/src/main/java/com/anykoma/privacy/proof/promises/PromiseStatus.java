package com.anykoma.privacy.proof.promises;

import com.anykoma.privacy.StoredName;
import com.anykoma.privacy.changes.policy.LiveCheck;
import com.anykoma.privacy.changes.policy.Promise;
import com.anykoma.privacy.work.Checks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How far a promise is kept at a time, by the results of its live checks (P1).
 *
 * @param reasons why it is not kept, one sentence each; incidents are listed apart
 * @param verifiedAt when the oldest result of its checks was recorded; empty if one has none
 */
public record PromiseStatus(
    Promise promise,
    State state,
    List<String> reasons,
    Optional<Instant> verifiedAt,
    List<Incident> incidents) {
  /** By how much the clock of an instance may be ahead; a later result counts as stale. */
  static final Duration MAX_CLOCK_ERROR = Duration.ofMinutes(5);

  /** The states, the worst first. */
  public enum State implements StoredName {
    /** A check found a problem that is not resolved. */
    BROKEN,
    /** The latest result of a check is too old to rely on. */
    STALE,
    /** The register states a gap, or a check has no result yet. */
    PENDING,
    /** Every check is recent and found nothing. */
    KEPT
  }

  /** A problem that a check found, and the role of the staff who resolve it. */
  public record Incident(String check, String owner, Checks.Finding finding) {}

  public PromiseStatus {
    reasons = List.copyOf(reasons);
    incidents = List.copyOf(incidents);
  }

  /**
   * Decides the status of a promise.
   *
   * @param checks all checks by name
   * @param results the latest results of the checks that have any
   */
  public static PromiseStatus of(
      Promise promise,
      Map<String, LiveCheck> checks,
      Map<String, Checks.Result> results,
      Instant now) {
    List<Incident> incidents = new ArrayList<>();
    List<String> stale = new ArrayList<>();
    List<String> pending = new ArrayList<>();
    List<Instant> verified = new ArrayList<>();
    promise.missing().ifPresent(gap -> pending.add("Known gap: " + gap));
    for (String name : promise.checks()) {
      LiveCheck check = Objects.requireNonNull(checks.get(name), name);
      Optional<Checks.Result> result = Optional.ofNullable(results.get(name));
      result.ifPresent(
          it ->
              it.findings()
                  .forEach(each -> incidents.add(new Incident(name, check.owner(), each))));
      Optional<Instant> at = result.flatMap(Checks.Result::verifiedAt);
      at.ifPresent(verified::add);
      if (at.isEmpty()) {
        pending.add("The check \"%s\" has not completed yet.".formatted(name));
      } else if (isStale(at.orElseThrow(), check, now)) {
        stale.add("The latest result of the check \"%s\" is too old.".formatted(name));
      }
    }
    if (promise.checks().isEmpty()) {
      pending.add("No live check watches this promise.");
    }
    State state =
        !incidents.isEmpty()
            ? State.BROKEN
            : !stale.isEmpty() ? State.STALE : !pending.isEmpty() ? State.PENDING : State.KEPT;
    boolean isVerified = !verified.isEmpty() && verified.size() == promise.checks().size();
    stale.addAll(pending);
    return new PromiseStatus(
        promise,
        state,
        stale,
        isVerified ? verified.stream().min(Instant::compareTo) : Optional.empty(),
        incidents);
  }

  private static boolean isStale(Instant verifiedAt, LiveCheck check, Instant now) {
    return !now.isBefore(verifiedAt.plus(check.maxAge()))
        || verifiedAt.isAfter(now.plus(MAX_CLOCK_ERROR));
  }
}
