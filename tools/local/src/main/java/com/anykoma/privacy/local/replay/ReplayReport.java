package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.local.report.ReportText;
import com.anykoma.privacy.usage.consent.ConsentPeriod;
import com.anykoma.privacy.usage.plan.PlanStatus;
import com.google.gson.JsonElement;
import com.google.gson.annotations.SerializedName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The result of a replay.
 *
 * @param parked the ids of the events whose customer is unknown so far
 */
record ReplayReport(List<EventResult> events, List<SubjectResult> subjects, List<String> parked) {
  /** An event and the webhook's answer. */
  record EventResult(
      Optional<String> id,
      Optional<String> type,
      Optional<Integer> status,
      Optional<String> answer) {
    boolean isAccepted() {
      return status.filter(it -> it < ERRORS_FROM).isPresent();
    }
  }

  private static final int ERRORS_FROM = 300;

  /** The final state of a subject. */
  record SubjectResult(
      SubjectId subject,
      PlanStatus planStatus,
      boolean isProtected,
      List<String> reasons,
      List<ConsentPeriod> consents) {}

  boolean allAccepted() {
    return events.stream().allMatch(EventResult::isAccepted);
  }

  /** One line for each different answer to refused events, with their number. */
  List<String> refusals() {
    Map<String, Long> refusals =
        events.stream()
            .filter(each -> !each.isAccepted())
            .collect(
                Collectors.groupingBy(
                    each -> each.answer().orElse("no answer").strip(),
                    TreeMap::new,
                    Collectors.counting()));
    return refusals.entrySet().stream()
        .map(each -> "refused: " + each.getValue() + " " + each.getKey())
        .toList();
  }

  /** The report as JSON. */
  JsonElement json() {
    return Console.jsonWithNulls(
        new Report(
            events.stream().map(it -> new Event(it.id(), it.type(), it.status())).toList(),
            subjects.stream().map(Subject::of).toList(),
            parked));
  }

  record Report(List<Event> events, List<Subject> subjects, List<String> parked) {}

  record Event(Optional<String> id, Optional<String> type, Optional<Integer> status) {}

  record Subject(
      String uid,
      String plan,
      boolean paidFeatures,
      @SerializedName("protected") boolean isProtected,
      List<String> reasons,
      List<Consent> consents) {
    static Subject of(SubjectResult it) {
      return new Subject(
          it.subject().value(),
          it.planStatus().plan(),
          it.planStatus().paidFeatures(),
          it.isProtected(),
          it.reasons(),
          it.consents().stream().map(Consent::of).toList());
    }
  }

  record Consent(
      Instant from,
      Optional<Instant> to,
      String plan,
      String state,
      String basis,
      Optional<String> policyVersion,
      String sourceEvent,
      Instant sourceTime,
      Instant recordedAt) {
    static Consent of(ConsentPeriod it) {
      return new Consent(
          it.from(),
          it.to(),
          it.plan(),
          it.state().name(),
          it.basis().name().toLowerCase(Locale.ROOT),
          it.source().policyVersion(),
          it.source().sourceEvent(),
          it.source().sourceTime(),
          it.source().recordedAt());
    }
  }

  /** The report as text. */
  String text() {
    ReportText out = new ReportText().add("EVENTS\n");
    for (EventResult each : events) {
      String status = each.status().map(Object::toString).orElse("no answer");
      out.add("  %-9s %-40s %s%n", status, each.type().orElse("-"), each.id().orElse("-"));
    }
    out.add("\nSUBJECTS\n");
    subjects.forEach(each -> add(out, each));
    out.add(subjects.isEmpty() ? "  none\n" : "");
    out.add("\nPARKED (their customer is unknown)\n");
    out.add(parked.isEmpty() ? "  none" : "");
    return out
        + parked.stream().map(id -> "  " + TerminalText.of(id)).collect(Collectors.joining("\n"));
  }

  private static void add(ReportText out, SubjectResult subject) {
    List<String> reasons = subject.reasons();
    out.add(
        "  %s: plan %s, paid features %s, new content %s%s%n",
        subject.subject().value(),
        subject.planStatus().plan(),
        subject.planStatus().paidFeatures() ? "yes" : "no",
        subject.isProtected() ? "protected" : "may improve the service",
        reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")");
    for (ConsentPeriod each : subject.consents()) {
      out.add(
          "    %s .. %-20s %-8s %-10s %s%n",
          each.from(),
          each.to().map(Object::toString).orElse("now"),
          each.plan(),
          each.state(),
          each.source().sourceEvent());
    }
  }
}
