package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.HttpLoad.Request;
import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.bench.VaultLoad.Uploaded;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Sealing uploads and opening blobs through the functions on the embedded cloud, beside bare
 * functions on the same server and store that do the least that any implementation must, and beside
 * the Java platform's raw cipher in memory: interleaved, in one run.
 */
final class VaultBench {
  /** Of everything that is measured in this project's benchmarks of the vault. */
  static final Config CONFIG = new Config(Optional.empty(), Bytes.of(new byte[32]));

  private static final int MOST_IN_MEMORY = 1 << 20;
  private static final int SUBJECTS = 8;
  private static final int WARM_UPS = 4;
  private static final double MB = 1e6;

  /** What is measured, and how many of them in one round. */
  enum Size {
    SMALL("16KiB", 16L << 10, 400),
    MEDIUM("1MiB", 1L << 20, 128),
    LARGE("256MiB", 256L << 20, 2);

    private final String word;
    private final long bytes;
    private final int count;

    Size(String word, long bytes, int count) {
      this.word = word;
      this.bytes = bytes;
      this.count = count;
    }

    String word() {
      return word;
    }

    long bytes() {
      return bytes;
    }
  }

  /**
   * One measured line: MB (10^6 bytes of plaintext) a second, the latency in milliseconds, and the
   * rates of the bare function and of the raw cipher alone.
   */
  record Row(
      String name,
      int clients,
      double mbPerSecond,
      double ratioToLimit,
      double ratioToCipher,
      double p50,
      double limitMbPerSecond,
      double cipherMbPerSecond) {}

  private final Clock clock;
  private final int rounds;
  private final int clients;

  /**
   * @param rounds how often everything is measured; the best round of each counts
   * @param clients how many requests are under way at a time
   */
  VaultBench(Clock clock, int rounds, int clients) {
    this.clock = clock;
    this.rounds = rounds;
    this.clients = clients;
  }

  List<Row> run(Path directory) throws Exception {
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      cloud.documents().tellOnly(EventBridge::isTold);
      Wiring wiring = new Wiring(CONFIG, cloud, clock);
      try (FunctionHost host =
          FunctionHost.start(0, base -> VaultServer.functions(wiring, cloud))) {
        Measuring measuring = new Measuring(host, new VaultLoad(cloud, SUBJECTS));
        for (Size size : List.of(Size.SMALL, Size.MEDIUM)) {
          measuring.rounds(size, WARM_UPS);
        }
        List<Row> rows = new ArrayList<>();
        for (Size size : Size.values()) {
          rows.addAll(measuring.rounds(size, rounds).rows(size));
        }
        return rows.stream().sorted((a, b) -> a.name().charAt(0) - b.name().charAt(0)).toList();
      }
    }
  }

  /** The best rates in bytes a second, by what was measured. */
  private final class Best {
    private final Map<String, Double> rates = new HashMap<>();
    private final Map<String, Double> latencies = new HashMap<>();

    void add(String name, double rate) {
      rates.merge(name, rate, Math::max);
    }

    void add(String name, Result result, long bytes) {
      double rate = result.perSecond() * bytes;
      if (rate > rates.getOrDefault(name, 0.0)) {
        latencies.put(name, result.percentileMillis(50));
      }
      add(name, rate);
    }

    private List<Row> rows(Size size) {
      return List.of(row("encrypt", size), row("open", size));
    }

    private Row row(String deed, Size size) {
      double ours = rate(deed);
      double bare = rate(VaultContestant.BARE.nameOf(deed));
      double cipher = rate("raw " + deed);
      return new Row(
          deed + "-" + size.word,
          clients,
          ours / MB,
          ours / bare,
          ours / cipher,
          Objects.requireNonNull(latencies.get(deed)),
          bare / MB,
          cipher / MB);
    }

    private double rate(String name) {
      return Objects.requireNonNull(rates.get(name));
    }
  }

  private final class Measuring {
    private final FunctionHost host;
    private final VaultLoad load;

    Measuring(FunctionHost host, VaultLoad load) {
      this.host = host;
      this.load = load;
    }

    Best rounds(Size size, int times) throws Exception {
      Best best = new Best();
      byte[] object = inMemory(size);
      int repeated = (int) Math.max(64, size.bytes / object.length);
      for (int round = 0; round < times; round++) {
        best.add("raw encrypt", RawGcm.encrypting(object, repeated));
        round(best, size, VaultContestant.OURS);
        best.add("raw open", RawGcm.decrypting(object, repeated));
        round(best, size, VaultContestant.BARE);
      }
      return best;
    }

    private void round(Best best, Size size, VaultContestant contestant) throws Exception {
      List<Uploaded> uploads = load.upload(size.bytes, Math.max(clients, size.count));
      List<Request> sealing = VaultLoad.finalized(host.uriOf(contestant.upload()), uploads);
      best.add(contestant.nameOf("encrypt"), send(sealing).requireBytes(0), size.bytes);
      List<Request> opening = load.opened(host.uriOf(contestant.content()), uploads);
      best.add(
          contestant.nameOf("open"),
          send(opening).requireBytes(VaultLoad.bytes(uploads)),
          size.bytes);
      load.removeSealed(uploads);
    }

    private Result send(List<Request> requests) throws Exception {
      return HttpLoad.send(host.base().getPort(), requests, clients);
    }
  }

  private static byte[] inMemory(Size size) throws IOException, GeneralSecurityException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Picture(Math.min(MOST_IN_MEMORY, size.bytes)).writeTo(bytes);
    return bytes.toByteArray();
  }
}
