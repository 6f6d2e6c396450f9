package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.local.console.Console;
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
    StringBuilder out = new StringBuilder("EVENTS\n");
    events.forEach(each -> out.append(line(each)));
    out.append("\nSUBJECTS\n");
    subjects.forEach(each -> append(out, each));
    if (subjects.isEmpty()) {
      out.append("  none\n");
    }
    out.append("\nPARKED (their customer is unknown)\n");
    out.append(
        parked.isEmpty()
            ? "  none"
            : parked.stream()
                .map(id -> "  " + TerminalText.of(id))
                .collect(Collectors.joining("\n")));
    return out.toString();
  }

  private static String line(EventResult event) {
    String status = event.status().map(Object::toString).orElse("no answer");
    return format("  %-9s %-40s %s%n", status, event.type().orElse("-"), event.id().orElse("-"));
  }

  private static void append(StringBuilder out, SubjectResult subject) {
    List<String> reasons = subject.reasons();
    out.append(
        format(
            "  %s: plan %s, paid features %s, new content %s%s%n",
            subject.subject().value(),
            subject.planStatus().plan(),
            subject.planStatus().paidFeatures() ? "yes" : "no",
            subject.isProtected() ? "protected" : "may improve the service",
            reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")"));
    subject.consents().forEach(each -> out.append(line(each)));
  }

  private static String line(ConsentPeriod period) {
    return format(
        "    %s .. %-20s %-8s %-10s %s%n",
        period.from(),
        period.to().map(Object::toString).orElse("now"),
        period.plan(),
        period.state(),
        period.source().sourceEvent());
  }

  /** Formats with {@link TerminalText}, because ids and types are untrusted. */
  private static String format(String format, Object... values) {
    return TerminalText.format(format, values);
  }
}
