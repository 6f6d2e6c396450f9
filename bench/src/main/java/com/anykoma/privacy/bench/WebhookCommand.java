package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.WebhookBench.Row;
import com.anykoma.privacy.local.TemporaryDirectory;
import com.google.gson.Gson;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./run bench webhook}: see {@link WebhookBench}. */
@Command(
    name = "webhook",
    description = "Stripe events over HTTP, beside the bare framework.",
    mixinStandardHelpOptions = true)
final class WebhookCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--events", description = "requests a measurement (default: ${DEFAULT-VALUE})")
  private int events = 8_000;

  @Option(names = "--rounds", description = "the best of how many (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(names = "--json", description = "one JSON document on standard output")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      List<Row> rows = new WebhookBench(Clock.systemUTC(), events, rounds).run(directory.path());
      if (json) {
        out.println(new Gson().toJson(Map.of("benchmark", "webhook", "results", rows)));
      } else {
        show(out, rows);
      }
    }
    out.flush();
    return 0;
  }

  private static void show(PrintWriter out, List<Row> rows) {
    out.printf(
        Locale.ROOT,
        "%-10s %7s %10s %9s %9s  %s%n",
        "what",
        "clients",
        "per s",
        "p50 ms",
        "p99 ms",
        "ratio to its limit");
    for (Row row : rows) {
      out.printf(
          Locale.ROOT,
          "%-10s %7d %10.0f %9.2f %9.2f  %.2f of %s%n",
          row.name(),
          row.clients(),
          row.perSecond(),
          row.p50(),
          row.p99(),
          row.ratio(),
          row.limit());
    }
  }
}
