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
 * What a replay led to.
 *
 * @param parked the ids of the events that wait for their customer to be known
 */
record ReplayReport(List<Answered> events, List<Ended> subjects, List<String> parked) {
  /** An event and its answer. */
  record Answered(
      Optional<String> id,
      Optional<String> type,
      Optional<Integer> status,
      Optional<String> answer) {
    boolean isTaken() {
      return status.filter(it -> it < ERRORS_FROM).isPresent();
    }
  }

  private static final int ERRORS_FROM = 300;

  /** Where a subject stands in the end. */
  record Ended(
      SubjectId subject,
      PlanStatus standing,
      boolean isProtected,
      List<String> reasons,
      List<ConsentPeriod> consents) {}

  boolean allTaken() {
    return events.stream().allMatch(Answered::isTaken);
  }

  /** How many events were not taken, with each answer of the function. */
  List<String> refusals() {
    Map<String, Long> refusals =
        events.stream()
            .filter(each -> !each.isTaken())
            .collect(
                Collectors.groupingBy(
                    each -> each.answer().orElse("no answer").strip(),
                    TreeMap::new,
                    Collectors.counting()));
    return refusals.entrySet().stream()
        .map(each -> "refused: " + each.getValue() + " " + each.getKey())
        .toList();
  }

  /** The report for a program. */
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
    static Subject of(Ended it) {
      return new Subject(
          it.subject().value(),
          it.standing().plan().storedName(),
          it.standing().paidFeatures(),
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
          it.plan().storedName(),
          it.state().name(),
          it.basis().name().toLowerCase(Locale.ROOT),
          it.source().policyVersion(),
          it.source().sourceEvent(),
          it.source().sourceTime(),
          it.source().recordedAt());
    }
  }

  /** The report for a person. */
  String text() {
    StringBuilder out = new StringBuilder("EVENTS\n");
    events.forEach(each -> out.append(line(each)));
    out.append("\nSUBJECTS\n");
    subjects.forEach(each -> append(out, each));
    if (subjects.isEmpty()) {
      out.append("  none\n");
    }
    out.append("\nPARKED (their customer is not known)\n");
    out.append(
        parked.isEmpty()
            ? "  none"
            : parked.stream()
                .map(id -> "  " + TerminalText.of(id))
                .collect(Collectors.joining("\n")));
    return out.toString();
  }

  private static String line(Answered event) {
    String status = event.status().map(Object::toString).orElse("no answer");
    return format("  %-9s %-40s %s%n", status, event.type().orElse("-"), event.id().orElse("-"));
  }

  private static void append(StringBuilder out, Ended subject) {
    List<String> reasons = subject.reasons();
    out.append(
        format(
            "  %s: plan %s, paid features %s, new content %s%s%n",
            subject.subject().value(),
            subject.standing().plan().storedName(),
            subject.standing().paidFeatures() ? "yes" : "no",
            subject.isProtected() ? "protected" : "may improve the service",
            reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")"));
    subject.consents().forEach(each -> out.append(line(each)));
  }

  private static String line(ConsentPeriod period) {
    return format(
        "    %s .. %-20s %-8s %-10s %s%n",
        period.from(),
        period.to().map(Object::toString).orElse("now"),
        period.plan().storedName(),
        period.state(),
        period.source().sourceEvent());
  }

  /** Ids and types are of whoever made the events. */
  private static String format(String format, Object... values) {
    return TerminalText.format(format, values);
  }
}
