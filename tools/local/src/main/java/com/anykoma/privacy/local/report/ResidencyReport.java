package com.anykoma.privacy.local.report;

import com.anykoma.privacy.local.console.Console;
import com.anykoma.privacy.retention.residency.IsoDuration;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.StoreFeasibility;
import com.google.gson.JsonElement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the residency solver found, for programs and for people. */
public record ResidencyReport(Residency residency) {
  /** The report for a program. */
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

  /** The report for a person. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(line("", "STORE", "WINDOW", "LATEST START", "REASON"));
    for (StoreFeasibility each : residency.verdicts()) {
      out.append(
          line(
              each.feasible() ? "" : "!",
              each.store().name(),
              text(each.window()),
              text(each.latestSafeStart()),
              each.reason()));
    }
    return out.append(
            String.format(
                Locale.ROOT,
                "%nA removal has %s at the least, starts after %s and may be late by %s.%n%s",
                text(Residency.SHORTEST_BOUND),
                text(residency.restorable()),
                text(residency.slack().total()),
                residency.feasible()
                    ? "Feasible: it is always in time, but for what is disclosed."
                    : "Infeasible: see the lines with a !"))
        .toString();
  }

  private static String line(
      String mark, String store, String window, String latest, String reason) {
    return String.format(
        Locale.ROOT, "%-1s %-16s %-14s %-16s %s%n", mark, store, window, latest, reason);
  }

  private static String text(Duration duration) {
    return IsoDuration.text(duration);
  }
}
