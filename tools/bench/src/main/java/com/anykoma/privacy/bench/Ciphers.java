package com.anykoma.privacy.bench;

import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.KeyService;
import com.anykoma.privacy.subject.SubjectHash;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH benchmarks of the raw cipher and the vault's streaming cipher; JMH extends this class. */
@State(Scope.Benchmark)
public class Ciphers {
  /** The size of the object that is sealed and opened. */
  @Param({"16", "1024"})
  public int objectKib;

  private byte[] plain = {};
  private byte[] sealed = {};
  private Optional<RawGcm> raw = Optional.empty();

  /** Creates the object and installs the same security provider as a function. */
  @Setup
  public void setUp(BenchmarkParams benchmark) throws GeneralSecurityException, IOException {
    InstantSource clock = InstantSource.system();
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        EmbeddedCloud cloud = EmbeddedCloud.open(directory.path(), clock)) {
      SubjectHash hash = new SubjectHash(new byte[32]);
      KeyService unused =
          new KeyService(cloud.keys(), cloud.kek(), hash, clock); // installs the provider
    }
    raw = Optional.of(new RawGcm(RawGcm.SEGMENT_BYTES));
    plain = new byte[objectKib << 10];
    if (benchmark.getMode() == Mode.Throughput) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      raw.orElseThrow().encrypt(new ByteArrayInputStream(plain), out);
      sealed = out.toByteArray();
    }
  }

  /** Seals the object once with the raw cipher. */
  @org.openjdk.jmh.annotations.Benchmark
  public void seal() throws GeneralSecurityException, IOException {
    raw.orElseThrow().encrypt(new ByteArrayInputStream(plain), OutputStream.nullOutputStream());
  }

  /** Opens the object once with the raw cipher and reads all of it. */
  @org.openjdk.jmh.annotations.Benchmark
  public void open() throws GeneralSecurityException, IOException {
    raw.orElseThrow().decrypt(new ByteArrayInputStream(sealed), OutputStream.nullOutputStream());
  }

  /** Seals the object once with the vault's streaming cipher and production's segment size. */
  @org.openjdk.jmh.annotations.Benchmark
  public void stream() throws GeneralSecurityException, IOException {
    AesGcmHkdfStreaming aead = new AesGcmHkdfStreaming(new byte[32], "HmacSha256", 32, 32 << 10, 0);
    OutputStream to = OutputStream.nullOutputStream();
    try (OutputStream out = aead.newEncryptingStream(to, new byte[0])) {
      out.write(plain);
    }
  }

  /** Measures the raw cipher after warm-up. */
  static List<ReportRow> warm(int rounds) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.mode(Mode.Throughput).warmupIterations(5).warmupTime(TimeValue.seconds(1));
    options.measurementIterations(rounds).measurementTime(TimeValue.seconds(1));
    return run(options.include("Ciphers.(seal|open)"), "");
  }

  /** Measures how fast a new process seals its first 16 MiB. */
  static List<ReportRow> cold() throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.mode(Mode.SingleShotTime).warmupIterations(0).measurementIterations(1);
    options.param("objectKib", "16384").timeUnit(TimeUnit.SECONDS);
    return run(options.include("Ciphers.(seal|stream)"), "cold-");
  }

  private static List<ReportRow> run(ChainedOptionsBuilder options, String prefix)
      throws RunnerException {
    options.forks(1).verbosity(VerboseMode.SILENT).shouldFailOnError(true);
    List<ReportRow> rows = new ArrayList<>();
    for (RunResult each : new Runner(options.build()).run()) {
      double score = each.getPrimaryResult().getScore();
      double perSecond = each.getParams().getMode() == Mode.SingleShotTime ? 1 / score : score;
      int kib = Integer.parseInt(each.getParams().getParam("objectKib"));
      String label = each.getPrimaryResult().getLabel();
      boolean raw = !label.equals("stream");
      ReportRow row =
          ReportRow.of(
              prefix + (raw ? label : "seal") + "-" + kib + "KiB-" + (raw ? "raw" : "by-32KiB"));
      row = row.with("mbPerSecond", perSecond * (kib << 10) / 1e6).with("micros", 1e6 / perSecond);
      rows.add(row);
    }
    return rows;
  }
}
