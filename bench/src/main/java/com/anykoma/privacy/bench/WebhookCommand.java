package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.WebhookBench.Row;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.google.gson.Gson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./run bench webhook}: see {@link WebhookBench} and {@link PeerBench}. */
@Command(
    name = "webhook",
    description = "Stripe events over HTTP, beside the bare framework or the usual webhook.",
    mixinStandardHelpOptions = true)
final class WebhookCommand implements Callable<Integer> {
  private static final Map<Cloud, Integer> EVENTS =
      Map.of(Cloud.EMBEDDED, 8_000, Cloud.EMULATORS, 1_000);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--cloud",
      description =
          "embedded, beside the bare framework, or emulators, beside a stand-in for the usual"
              + " webhook in Node (default: ${DEFAULT-VALUE})")
  private Cloud cloud = Cloud.EMBEDDED;

  @Option(
      names = "--events",
      converter = Positive.class,
      description = "requests a measurement (default: 8000; with emulators 1000)")
  private Optional<Integer> events = Optional.empty();

  @Option(
      names = "--rounds",
      converter = Positive.class,
      description =
          "how many: the best counts, with emulators the median (default: ${DEFAULT-VALUE})")
  private int rounds = 3;

  @Option(
      names = "--users",
      converter = Positive.class,
      description = "with emulators: whom the events are about (default: ${DEFAULT-VALUE})")
  private int users = 500;

  @Option(
      names = "--standins",
      paramLabel = "DIR",
      description = "with emulators: the folder of the stand-in (default: ../shared/standins)")
  private Path standIns = StandIns.usualSource();

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  /** What our webhook runs on. */
  private enum Cloud {
    EMBEDDED,
    EMULATORS
  }

  @Override
  public Integer call() throws Exception {
    StandIns.require(spec, standIns);
    PrintWriter out = spec.commandLine().getOut();
    int count = events.orElse(Objects.requireNonNull(EVENTS.get(cloud)));
    if (cloud == Cloud.EMULATORS) {
      new PeerReport(standIns, new PeerBench.Load(count, users, rounds)).print(out, json);
    } else {
      measureEmbedded(out, count);
    }
    out.flush();
    return 0;
  }

  private void measureEmbedded(PrintWriter out, int count) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      List<Row> rows = new WebhookBench(Clock.systemUTC(), count, rounds).run(directory.path());
      if (json) {
        out.println(new Gson().toJson(Map.of("benchmark", "webhook", "results", rows)));
      } else {
        show(out, rows);
      }
    }
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
