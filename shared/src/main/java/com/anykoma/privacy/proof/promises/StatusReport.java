package com.anykoma.privacy.proof.promises;

import com.anykoma.privacy.changes.policy.Contradiction;
import com.anykoma.privacy.changes.policy.Promise;
import com.anykoma.privacy.changes.policy.PromiseRegister;
import com.anykoma.privacy.work.Checks;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The status of all promises at a time, with the disclosed contradictions of the page by id.
 * Contains no personal data.
 */
public record StatusReport(
    Instant at, List<PromiseStatus> promises, Map<String, Contradiction> contradictions) {
  public StatusReport {
    promises = List.copyOf(promises);
    contradictions = Collections.unmodifiableMap(new LinkedHashMap<>(contradictions));
  }

  /** Decides the status of each promise by the latest results of the checks that have any. */
  public static StatusReport of(
      PromiseRegister register, Map<String, Checks.Result> results, Instant now) {
    return new StatusReport(
        now,
        register.all().stream()
            .filter(it -> it.kind() != Promise.Kind.EDGE_CASE)
            .map(it -> PromiseStatus.of(it, register.checks(), results, now))
            .toList(),
        register.contradictions());
  }

  /** The number of promises in a state. */
  public long count(PromiseStatus.State state) {
    return promises.stream().filter(it -> it.state() == state).count();
  }
}
