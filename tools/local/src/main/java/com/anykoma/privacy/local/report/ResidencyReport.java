package com.anykoma.privacy.local.report;

import com.anykoma.privacy.retention.residency.IsoDuration;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.Verdict;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Locale;

/** What the residency solver found, for programs and for people. */
public record ResidencyReport(Residency residency) {
  /** The report for a program. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("feasible", residency.feasible());
    json.addProperty("bound", text(Residency.SHORTEST_BOUND));
    json.addProperty("restorable", text(residency.restorable()));
    json.addProperty("slack", text(residency.slack().total()));
    JsonArray stores = new JsonArray();
    residency.verdicts().forEach(each -> stores.add(json(each)));
    json.add("stores", stores);
    return json;
  }

  private static JsonObject json(Verdict verdict) {
    JsonObject json = new JsonObject();
    json.addProperty("store", verdict.store().name());
    json.addProperty("window", text(verdict.window()));
    json.addProperty("latestSafeStart", text(verdict.latestSafeStart()));
    json.addProperty("feasible", verdict.feasible());
    json.addProperty("reason", verdict.reason());
    json.addProperty("disclosed", verdict.store().disclosed().orElse(null));
    return json;
  }

  /** The report for a person. */
  public String text() {
    StringBuilder out = new StringBuilder();
    out.append(line("", "STORE", "WINDOW", "LATEST START", "REASON"));
    for (Verdict each : residency.verdicts()) {
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
