package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.Comparison.Candidate;
import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./run bench vault}: sealing, opening, and the ciphers in memory. */
@Command(
    name = "vault",
    description = "Measures sealing and opening, compared with a bare function and the raw cipher.",
    mixinStandardHelpOptions = true)
final class VaultBenchmark extends Benchmark {
  private static final String RATE = "mbPerSecond"; // 10^6 bytes of plaintext
  private static final String RATIO = "ratioToLimit";

  @Option(names = "--clients", description = "Concurrent requests. Default: ${DEFAULT-VALUE}.")
  private int clients = 1;

  /**
   * A size of objects.
   *
   * @param name the size in row names
   * @param cipherName the size of the raw cipher to compare with
   * @param count the number of objects per round
   */
  private record Size(String name, String cipherName, long bytes, int count) {}

  private static final List<Size> SIZES =
      List.of(
          new Size("16KiB", "16KiB", 16L << 10, 400),
          new Size("1MiB", "1024KiB", 1L << 20, 128),
          new Size("256MiB", "1024KiB", 256L << 20, 2));

  VaultBenchmark() {
    super(5);
  }

  @Override
  void measure(Report report) throws Exception {
    Comparison cold = Comparison.run(RATE, 0, rounds(), List.of(it -> ciphers(it, Ciphers.cold())));
    report.table(cold.rows());
    ReportRow first = cold.row("cold-seal-16384KiB-by-32KiB");
    report.atLeast(120, "MB/s: " + first.name(), first.get(RATE));
    List<ReportRow> warm = Ciphers.warm(rounds());
    InstantSource clock = InstantSource.system();
    Set<DeployedFunction> functions =
        Set.of(DeployedFunction.BLOB_UPLOADED, DeployedFunction.CONTENT);
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        EmbeddedCloud cloud = EmbeddedCloud.open(directory.path(), clock);
        FunctionHost host = FunctionEnvironment.host(cloud, clock, functions)) {
      VaultLoad load = new VaultLoad(cloud, 8);
      List<Candidate> candidates = new ArrayList<>();
      candidates.add(it -> ciphers(it, warm));
      for (Size size : SIZES) {
        candidates.add(it -> measure(it, host.base(), load, VaultLoad.OURS, size));
        candidates.add(it -> measure(it, host.base(), load, VaultLoad.BARE, size));
      }
      Comparison comparison = Comparison.run(RATE, 2, rounds(), candidates);
      report.table(comparison.rows());
      for (Size size : SIZES) {
        for (String name : List.of("seal-" + size.name, "open-" + size.name)) {
          double goal = size.bytes < 1 << 20 ? 0.40 : 0.75;
          report.atLeast(goal, "times the bare function: " + name, comparison.row(name).get(RATIO));
        }
      }
    }
  }

  private static void ciphers(Comparison comparison, List<ReportRow> rows) {
    for (ReportRow each : rows) {
      String raw = each.name().replaceFirst("by-.*", "raw");
      comparison.record(each, Map.of("ratioToCipher", raw));
    }
  }

  private void measure(Comparison comparison, URI host, VaultLoad load, String functions, Size size)
      throws Exception {
    List<Blob> uploads = load.upload(size.bytes, Math.max(clients, size.count));
    Result sealing = VaultLoad.seal(host, functions, uploads, clients);
    record(comparison, "seal-", functions, sealing, size);
    Result opening = load.open(host, functions, uploads, clients);
    record(comparison, "open-", functions, opening, size);
  }

  private static void record(
      Comparison comparison, String operation, String functions, Result result, Size size) {
    ReportRow row = ReportRow.of(operation + size.name + functions);
    row = row.with(RATE, result.perSecond() * size.bytes / 1e6);
    String bare = operation + size.name + VaultLoad.BARE;
    String raw = operation + size.cipherName + "-raw";
    comparison.record(
        row.with("p50Millis", result.millis(50)), Map.of(RATIO, bare, "ratioToCipher", raw));
  }
}
