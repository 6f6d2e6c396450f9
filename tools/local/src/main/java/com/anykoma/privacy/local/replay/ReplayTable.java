package com.anykoma.privacy.local.replay;

import com.anykoma.privacy.TerminalText;
import com.anykoma.privacy.local.replay.ReplayReport.Answered;
import com.anykoma.privacy.local.replay.ReplayReport.Ended;
import com.anykoma.privacy.usage.consent.ConsentPeriod;
import java.util.List;
import java.util.stream.Collectors;

/** Lays a replay's report out for a person to read. */
final class ReplayTable {
  private ReplayTable() {}

  static String of(ReplayReport report) {
    StringBuilder out = new StringBuilder("EVENTS\n");
    report.events().forEach(each -> out.append(line(each)));
    out.append("\nSUBJECTS\n");
    report.subjects().forEach(each -> append(out, each));
    if (report.subjects().isEmpty()) {
      out.append("  none\n");
    }
    out.append("\nPARKED (their customer is not known)\n");
    out.append(
        report.parked().isEmpty()
            ? "  none"
            : report.parked().stream()
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
            subject.standing().plan().word(),
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
        period.plan().word(),
        period.state(),
        period.source().sourceEvent());
  }

  /** Ids and types are of whoever made the events. */
  private static String format(String format, Object... values) {
    return TerminalText.format(format, values);
  }
}
