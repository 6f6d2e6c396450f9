package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.StartupBench.Sample;
import com.google.gson.Gson;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./run bench startup}: see {@link StartupBench}. */
@Command(
    name = "startup",
    description = "From a process's start to its first answer, each function beside a hello-world.",
    mixinStandardHelpOptions = true)
final class StartupCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rounds",
      converter = Positive.class,
      description = "the median of how many (default: ${DEFAULT-VALUE})")
  private int rounds = 5;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  /** A function's medians in milliseconds, with the ratio of its wall time to hello-world's. */
  private record Row(String name, double millis, double processorMillis, double ratio) {}

  @Override
  public Integer call() throws Exception {
    if (!Files.exists(StartupBench.deployedJar())) {
      throw new IllegalStateException(
          StartupBench.deployedJar() + " is not built: mvn -DskipTests verify -pl functions -am");
    }
    List<Row> rows = rows(StartupBench.run(rounds));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          new Gson().toJson(Map.of("benchmark", "startup", "rounds", rounds, "results", rows)));
    } else {
      show(out, rows);
    }
    out.flush();
    return 0;
  }

  private static List<Row> rows(Map<String, List<Sample>> samples) {
    double hello =
        Median.of(Objects.requireNonNull(samples.get(StartupBench.HELLO)), Sample::millis);
    List<Row> rows = new ArrayList<>();
    samples.forEach(
        (name, some) -> {
          double millis = Median.of(some, Sample::millis);
          rows.add(new Row(name, millis, Median.of(some, Sample::processorMillis), millis / hello));
        });
    return rows;
  }

  private void show(PrintWriter out, List<Row> rows) {
    out.printf(
        Locale.ROOT,
        "medians of %d rounds%n%n%-16s %9s %9s %8s%n",
        rounds,
        "function",
        "ms",
        "CPU ms",
        "ratio");
    for (Row each : rows) {
      out.printf(
          Locale.ROOT,
          "%-16s %9.0f %9.0f %8.2f%n",
          each.name(),
          each.millis(),
          each.processorMillis(),
          each.ratio());
    }
  }
}
