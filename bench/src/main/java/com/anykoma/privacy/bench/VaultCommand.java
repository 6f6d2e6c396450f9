package com.anykoma.privacy.bench;

import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.google.gson.Gson;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code ./run bench vault}: see {@link VaultBench}, {@link ColdBench}, {@link KeyUseBench}, {@link
 * HeapBench} and {@link SegmentBench}.
 */
@Command(
    name = "vault",
    description = "Sealing and opening, beside a bare function and the raw cipher.",
    mixinStandardHelpOptions = true)
final class VaultCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rounds",
      converter = Positive.class,
      description =
          "how many: the best counts, of cold ones the median (default: ${DEFAULT-VALUE})")
  private int rounds = 5;

  @Option(
      names = "--clients",
      converter = Positive.class,
      description = "requests under way at a time (default: ${DEFAULT-VALUE})")
  private int clients = 1;

  @Option(
      names = "--segments",
      description = "instead: the streams in memory by the size of their segments")
  private boolean segments;

  @Option(names = "--json", description = "one JSON object on standard output")
  private boolean json;

  private final Clock clock = Clock.systemUTC();

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (segments) {
      measureSegments(out);
    } else {
      measure(out);
    }
    out.flush();
    return 0;
  }

  private void measure(PrintWriter out) throws Exception {
    VaultReport report =
        new VaultReport(
            in(directory -> new VaultBench(clock, rounds, clients).run(directory)),
            in(directory -> ColdBench.run(directory, clock, rounds)),
            in(directory -> KeyUseBench.run(directory, clock)),
            in(directory -> HeapBench.run(directory, clock)));
    if (json) {
      report.printJson(out);
    } else {
      report.print(out);
    }
  }

  private void measureSegments(PrintWriter out) throws Exception {
    List<SegmentBench.Row> rows = in(directory -> SegmentBench.run(directory, clock, rounds));
    if (json) {
      out.println(new Gson().toJson(Map.of("benchmark", "vault-segments", "results", rows)));
    } else {
      VaultReport.printSegments(out, rows);
    }
  }

  /** Measures in a directory of its own. */
  private interface Measurement<T> {
    T in(Path directory) throws Exception;
  }

  private static <T> T in(Measurement<T> measurement) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      return measurement.in(directory.path());
    }
  }
}
