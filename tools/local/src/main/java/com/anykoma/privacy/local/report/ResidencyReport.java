package com.anykoma.privacy.local.report;

import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.retention.residency.IsoDuration;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreFeasibility;
import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Formats the result of the residency solver as JSON or text. */
public record ResidencyReport(Residency residency) {
  private static final String LINE = "%-1s %-16s %-14s %-16s %s%n";

  /** The report as JSON. */
  public JsonElement json() {
    return Console.jsonWithNulls(
        new Report(
            residency.feasible(),
            text(Residency.SHORTEST_BOUND),
            text(residency.restorable()),
            text(residency.slack().total()),
            residency.verdicts().stream().map(Line::of).toList()));
  }

  record Report(
      boolean feasible, String bound, String restorable, String slack, List<Line> stores) {}

  record Line(
      String store,
      String window,
      String latestSafeStart,
      boolean feasible,
      String reason,
      Optional<String> disclosed) {
    static Line of(StoreFeasibility it) {
      return new Line(
          it.store().name(),
          text(it.window()),
          text(it.latestSafeStart()),
          it.feasible(),
          it.reason(),
          it.store().disclosed());
    }
  }

  /** The report as text. */
  public String text() {
    ReportText out = new ReportText().add(LINE, "", "STORE", "WINDOW", "LATEST START", "REASON");
    for (StoreFeasibility each : residency.verdicts()) {
      out.add(
          LINE,
          each.feasible() ? "" : "!",
          each.store().name(),
          text(each.window()),
          text(each.latestSafeStart()),
          each.reason());
    }
    out.add(
        "%nThe shortest deadline is %s; a removal starts after %s and may be late by %s.%n%s",
        text(Residency.SHORTEST_BOUND),
        text(residency.restorable()),
        text(residency.slack().total()),
        residency.feasible()
            ? "Feasible: every store meets the deadline, except the disclosed ones."
            : "Infeasible: see the lines marked !");
    return out.toString();
  }

  private static String text(Duration duration) {
    return IsoDuration.text(duration);
  }
}
