package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.changes.policy.Contradiction;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.promises.PromiseStatus;
import com.anykoma.privacy.proof.promises.PromiseStatus.Incident;
import com.anykoma.privacy.proof.promises.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** The status of the promises as fields, for JSON and HTML. */
final class StatusFields {
  private StatusFields() {}

  static Fields of(StatusReport report) {
    return Fields.empty()
        .with("at", report.at())
        .with(
            "counts",
            Arrays.stream(PromiseStatus.State.values())
                .map(
                    it ->
                        Fields.empty()
                            .with("state", it.storedName())
                            .with("count", report.count(it)))
                .toList())
        .with("promises", report.promises().stream().map(it -> promise(it, report.at())).toList())
        .with(
            "contradictions",
            report.contradictions().entrySet().stream()
                .map(it -> contradiction(it.getKey(), it.getValue()))
                .toList());
  }

  private static Fields promise(PromiseStatus status, Instant now) {
    return Fields.empty()
        .with("id", status.promise().id())
        .with("state", status.state().storedName())
        .with("sentences", status.promise().sentences())
        .with("rule", status.promise().rule())
        .with("reasons", status.reasons())
        .with("incidents", status.incidents().stream().map(it -> incident(it, now)).toList())
        .with("evidence", status.promise().evidence())
        .with("verifiedAt", status.verifiedAt());
  }

  private static Fields incident(Incident incident, Instant now) {
    return Fields.empty()
        .with("check", incident.check())
        .with("what", incident.finding().what())
        .with("owner", incident.owner())
        .with("since", incident.finding().since())
        .with("age", age(Duration.between(incident.finding().since(), now)));
  }

  private static String age(Duration age) {
    long hours = Math.max(0, age.toHours());
    return hours < 48 ? hours + " h" : age.toDays() + " days";
  }

  private static Fields contradiction(String id, Contradiction contradiction) {
    return Fields.empty()
        .with("id", id)
        .with("readings", contradiction.readings())
        .with("strict", contradiction.strict())
        .with("promises", contradiction.promises())
        .with("state", contradiction.state().storedName());
  }
}
