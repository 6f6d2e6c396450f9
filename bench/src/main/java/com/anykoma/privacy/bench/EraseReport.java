package com.anykoma.privacy.bench;

import com.google.gson.Gson;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prints what {@link EraseCommand} measured, with what it is measured against.
 *
 * @param standInNotRun why, where the stand-in was to be run and was not
 */
record EraseReport(
    String cloud,
    List<EraseBench.Rate> rates,
    List<EraseBench.Cost> costs,
    List<EraseBench.Outcome> outcomes,
    List<EraseProcess.Heap> heaps,
    List<TheirErasure.Row> peers,
    Optional<String> standInNotRun) {
  private static final double MIB = 1 << 20;

  private static final String LIMITS =
      """
      erasure: from the order until it is fulfilled, objects and a fresh look into every store
        included. documents, objects: the removal of these alone. ratioToLimit: beside raw-documents
        and raw-objects, which delete what they are told the names of, documents 500 at a time.
      The best of the rounds counts, each on a cloud of its own. In production the ramp of
      FIRESTORE_DELETE_RAMP holds deletes to 500 a second at first; it is off here.
      """;

  /** Whether anything was left, or anybody else was touched. */
  boolean isAmiss() {
    return outcomes.stream().anyMatch(EraseBench.Outcome::isAmiss);
  }

  void printJson(PrintWriter out) {
    List<Object> results = new ArrayList<>(rates);
    results.addAll(costs);
    results.addAll(outcomes);
    results.addAll(heaps);
    results.addAll(peers);
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("benchmark", "erase");
    document.put("cloud", cloud);
    standInNotRun.ifPresent(why -> document.put("standInNotRun", why));
    document.put("results", results);
    out.println(new Gson().toJson(document));
  }

  void print(PrintWriter out) {
    out.println(LIMITS);
    out.printf(
        "%-14s %9s %9s %8s %9s %12s%n",
        "what", "documents", "removed", "s", "per s", "ratioToLimit");
    for (EraseBench.Rate each : rates) {
      out.printf(
          Locale.ROOT,
          "%-14s %9d %9d %8.2f %9.0f %12.2f%n",
          each.name(),
          each.documents(),
          each.removed(),
          each.seconds(),
          each.perSecond(),
          each.ratioToLimit());
    }
    for (TheirErasure.Row each : peers) {
      out.printf(
          Locale.ROOT,
          "%-14s %9d %9d %8.2f %9.0f   leaves %d of %d%n",
          each.name(),
          each.documents(),
          each.deleted(),
          each.seconds(),
          each.perSecond(),
          each.left(),
          each.seeded());
    }
    out.println();
    printCosts(out);
    for (EraseBench.Outcome each : outcomes) {
      out.printf(
          "%d documents: %d left, neighbour %s, %d records pseudonymised%n",
          each.documents(),
          each.residue(),
          each.neighbourUntouched() ? "untouched" : "CHANGED",
          each.pseudonymised());
    }
    standInNotRun.ifPresent(why -> out.println("\nthe stand-in is not run: " + why));
  }

  private void printCosts(PrintWriter out) {
    for (EraseBench.Cost each : costs) {
      out.printf(
          Locale.ROOT,
          "%d documents: %.3f writes, %.3f reads, %.3f round trips, %.2f listed names for each%n",
          each.documents(),
          each.writes(),
          each.reads(),
          each.calls(),
          each.listed());
    }
    for (EraseProcess.Heap each : heaps) {
      out.printf(
          Locale.ROOT,
          "%d documents: at most %.1f MiB of heap above the start, with -Xmx64m%n",
          each.documents(),
          each.bytes() / MIB);
    }
  }
}
