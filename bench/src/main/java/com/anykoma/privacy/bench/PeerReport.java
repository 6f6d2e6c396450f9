package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.PeerBench.Sample;
import com.anykoma.privacy.bench.StandIns.Missing;
import com.google.gson.Gson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs {@link PeerBench} and prints what came of it, and plainly what was not run and why. */
final class PeerReport {
  private final PeerBench.Load load;
  private final Optional<StandIns> peer;
  private final Optional<String> missing;

  PeerReport(Path standIns, PeerBench.Load load) throws IOException, InterruptedException {
    this.load = load;
    Optional<StandIns> installed = Optional.empty();
    Optional<String> why = Optional.empty();
    try {
      installed = Optional.of(StandIns.install(standIns));
    } catch (Missing e) {
      why = Optional.of(String.valueOf(e.getMessage()));
    }
    this.peer = installed;
    this.missing = why;
  }

  void print(PrintWriter out, boolean json) throws Exception {
    missing.ifPresent(why -> System.err.println("the stand-in is not run: " + why));
    PeerResults results =
        PeerResults.of(new PeerBench(Clock.systemUTC(), load, System.err::println).run(peer));
    if (json) {
      out.println(new Gson().toJson(document(results)));
    } else {
      show(out, results);
    }
  }

  private Map<String, Object> document(PeerResults results) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("benchmark", "webhook");
    document.put("cloud", "emulators");
    document.put("load", load);
    missing.ifPresent(why -> document.put("standInNotRun", why));
    document.put("results", results.medians());
    document.put("goals", results.goals());
    return document;
  }

  private void show(PrintWriter out, PeerResults results) {
    out.printf(
        Locale.ROOT,
        "medians of %d rounds, %d events about %d users each, on freshly started emulators%n%n",
        load.rounds(),
        load.events(),
        load.users());
    out.printf(
        Locale.ROOT,
        "%-12s %7s %9s %9s %9s %13s %7s%n",
        "what",
        "clients",
        "events/s",
        "p50 ms",
        "p99 ms",
        "CPU ms/event",
        "not 200");
    for (Sample each : results.medians()) {
      out.printf(
          Locale.ROOT,
          "%-12s %7d %9.0f %9.1f %9.1f %13.2f %7d%n",
          each.name(),
          each.clients(),
          each.perSecond(),
          each.p50(),
          each.p99(),
          each.processorMillis(),
          each.failed());
    }
    out.println();
    results.goals().forEach(out::println);
    missing.ifPresent(why -> out.println("\nthe stand-in is not run: " + why));
  }
}
