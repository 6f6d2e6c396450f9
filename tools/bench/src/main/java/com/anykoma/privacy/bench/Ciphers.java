package com.anykoma.privacy.bench;

import com.anykoma.privacy.local.console.TemporaryDirectory;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.KeyService;
import com.anykoma.privacy.subject.SubjectHash;
import com.google.crypto.tink.StreamingAead;
import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
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

/**
 * The vault's streams in memory by the size of their segments, beside the raw cipher. JMH measures
 * them and extends the class. {@code SubjectKey.SEGMENT_BYTES} was chosen by the results.
 */
@State(Scope.Benchmark)
public class Ciphers {
  private static final String RAW = "0";

  /** The size of segments in production. */
  private static final String OURS = "32";

  static final String[] RAW_ONLY = {RAW};
  static final String[] SEGMENTS_KIB = {RAW, "4", "16", "32", "64", "256", "1024"};
  private static final int CALLS_UNTIL_COMPILED = 30_000;
  private static final byte[] NO_ASSOCIATED_DATA = {};

  /** The size of the object that is sealed and opened. */
  @Param({"16", "1024"})
  public int objectKib;

  /** The size of a segment; 0 stands for {@link RawGcm}. */
  @Param(RAW)
  public int segmentKib;

  private final byte[] buffer = new byte[RawGcm.SEGMENT_BYTES];
  private byte[] plain = {};
  private byte[] sealed = {};
  private Optional<RawGcm> raw = Optional.empty();
  private Optional<StreamingAead> aead = Optional.empty();

  /** Makes the object and the cipher, which encrypts as it does in a function. */
  @Setup
  public void setUp(BenchmarkParams benchmark) throws GeneralSecurityException, IOException {
    InstantSource clock = InstantSource.system();
    try (TemporaryDirectory directory = TemporaryDirectory.create();
        EmbeddedCloud cloud = EmbeddedCloud.open(directory.path(), clock)) {
      SubjectHash hash = new SubjectHash(new byte[32]);
      KeyService unused = new KeyService(cloud.keys(), cloud.kek(), hash, clock); // installs it
    }
    if (segmentKib == 0) {
      raw = Optional.of(new RawGcm(RawGcm.SEGMENT_BYTES));
    } else {
      byte[] key = new byte[32];
      aead = Optional.of(new AesGcmHkdfStreaming(key, "HmacSha256", 32, segmentKib << 10, 0));
    }
    if (benchmark.getMode() == Mode.Throughput) {
      prepare(16);
      for (int i = 0; i < CALLS_UNTIL_COMPILED; i++) {
        seal();
        open();
      }
      prepare(objectKib);
    } else {
      plain = new byte[objectKib << 10];
    }
  }

  private void prepare(int kib) throws GeneralSecurityException, IOException {
    plain = new byte[kib << 10];
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    seal(out);
    sealed = out.toByteArray();
  }

  /** Seals the object once. */
  @org.openjdk.jmh.annotations.Benchmark
  public void seal() throws GeneralSecurityException, IOException {
    seal(OutputStream.nullOutputStream());
  }

  private void seal(OutputStream to) throws GeneralSecurityException, IOException {
    if (raw.isPresent()) {
      raw.get().encrypt(new ByteArrayInputStream(plain), to);
    } else {
      try (OutputStream out = aead.orElseThrow().newEncryptingStream(to, NO_ASSOCIATED_DATA)) {
        out.write(plain);
      }
    }
  }

  /** Opens the object once and reads all of it. */
  @org.openjdk.jmh.annotations.Benchmark
  public void open() throws GeneralSecurityException, IOException {
    InputStream from = new ByteArrayInputStream(sealed);
    if (raw.isPresent()) {
      raw.get().decrypt(from, OutputStream.nullOutputStream());
    } else {
      try (InputStream in = aead.orElseThrow().newDecryptingStream(from, NO_ASSOCIATED_DATA)) {
        while (in.read(buffer) >= 0) {
          // only the time counts
        }
      }
    }
  }

  /** Measures the raw cipher, and streams beside it, once each is compiled. */
  static List<Row> warm(int rounds, String... segmentsKib) throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(Ciphers.class.getSimpleName()).param("segmentKib", segmentsKib);
    options.mode(Mode.Throughput).warmupIterations(1).warmupTime(TimeValue.seconds(1));
    return run(options.measurementIterations(rounds).measurementTime(TimeValue.seconds(1)), "");
  }

  /** Measures how fast a fresh process seals its first 16 MiB. */
  static List<Row> cold() throws RunnerException {
    OptionsBuilder options = new OptionsBuilder();
    options.include(Ciphers.class.getSimpleName() + ".seal").param("segmentKib", RAW, OURS);
    options.param("objectKib", "16384").mode(Mode.SingleShotTime).warmupIterations(0);
    return run(options.measurementIterations(1).timeUnit(TimeUnit.SECONDS), "cold-");
  }

  private static List<Row> run(ChainedOptionsBuilder options, String prefix)
      throws RunnerException {
    options.forks(1).verbosity(VerboseMode.SILENT).shouldFailOnError(true);
    List<Row> rows = new ArrayList<>();
    for (RunResult each : new Runner(options.build()).run()) {
      double score = each.getPrimaryResult().getScore();
      double perSecond = each.getParams().getMode() == Mode.SingleShotTime ? 1 / score : score;
      int kib = Integer.parseInt(each.getParams().getParam("objectKib"));
      String segment = each.getParams().getParam("segmentKib");
      String name = prefix + each.getPrimaryResult().getLabel() + "-" + kib + "KiB-";
      Row row = Row.of(name + (segment.equals(RAW) ? "raw" : "by-" + segment + "KiB"));
      row = row.with("mbPerSecond", perSecond * (kib << 10) / 1e6).with("micros", 1e6 / perSecond);
      rows.add(row);
    }
    return rows;
  }
}
