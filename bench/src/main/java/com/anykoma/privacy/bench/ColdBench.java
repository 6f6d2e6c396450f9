package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.VaultLoad.Uploaded;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The first 16 MiB that an instance seals or opens after its start: as its very first request, and
 * in another process after a request of 64 bytes, which has loaded the framework's code and ours
 * but compiled next to nothing.
 */
final class ColdBench {
  private static final long BYTES = 16L << 20;
  private static final long NEXT_TO_NOTHING = 64;
  private static final double MB = 1e6;

  /**
   * Medians.
   *
   * @param mbPerSecond MB (10^6 bytes) a second as the very first request
   * @param mbPerSecondLoaded the same after a request of 64 bytes
   * @param ratioToLimit to the bare function's rate as the very first request
   * @param ratioToLimitLoaded the same after a request of 64 bytes
   * @param p50 in milliseconds, as the very first request
   * @param loadingMillis of the request of 64 bytes
   * @param processorMillis of the very first request, compilers and all
   */
  record Row(
      String name,
      double mbPerSecond,
      double mbPerSecondLoaded,
      double ratioToLimit,
      double ratioToLimitLoaded,
      double p50,
      double loadingMillis,
      double processorMillis) {}

  private record Sample(
      double millis, double processorMillis, double loadingMillis, double loadedMillis) {}

  private final VaultLoad load;
  private final Path directory;
  private final Map<VaultContestant, List<Sample>> sealing = new EnumMap<>(VaultContestant.class);
  private final Map<VaultContestant, List<Sample>> opening = new EnumMap<>(VaultContestant.class);

  private ColdBench(VaultLoad load, Path directory) {
    this.load = load;
    this.directory = directory;
  }

  static List<Row> run(Path directory, Clock clock, int rounds) throws Exception {
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      ColdBench bench = new ColdBench(new VaultLoad(cloud, 1), directory);
      for (int round = 0; round < rounds; round++) {
        for (VaultContestant each : VaultContestant.values()) {
          bench.measure(each);
        }
      }
      return Stream.of(VaultContestant.values())
          .flatMap(
              each ->
                  Stream.of(
                      row("cold-encrypt-16MiB", each, bench.sealing),
                      row("cold-open-16MiB", each, bench.opening)))
          .toList();
    }
  }

  private void measure(VaultContestant contestant) throws Exception {
    List<Uploaded> first = load.upload(BYTES, 1);
    List<Uploaded> small = load.upload(NEXT_TO_NOTHING, 1);
    List<Uploaded> second = load.upload(BYTES, 1);
    sealing
        .computeIfAbsent(contestant, each -> new ArrayList<>())
        .add(sample(contestant, true, first, small, second));
    opening
        .computeIfAbsent(contestant, each -> new ArrayList<>())
        .add(sample(contestant, false, first, small, second));
    Stream.of(first, small, second).forEach(load::removeSealed);
  }

  private Sample sample(
      VaultContestant contestant,
      boolean seals,
      List<Uploaded> first,
      List<Uploaded> small,
      List<Uploaded> second)
      throws Exception {
    try (VaultProcess one = VaultProcess.start(List.of(), directory, contestant.cipher());
        VaultProcess other = VaultProcess.start(List.of(), directory, contestant.cipher())) {
      Duration before = one.processorTime();
      double millis = send(one, contestant, seals, first);
      Duration processorTime = one.processorTime().minus(before);
      return new Sample(
          millis,
          processorTime.toNanos() / 1e6,
          send(other, contestant, seals, small),
          send(other, contestant, seals, second));
    }
  }

  private double send(
      VaultProcess process, VaultContestant contestant, boolean seals, List<Uploaded> uploads)
      throws Exception {
    return (seals ? process.seal(contestant, uploads) : process.open(contestant, load, uploads))
        .percentileMillis(50);
  }

  private static Row row(
      String name, VaultContestant contestant, Map<VaultContestant, List<Sample>> samples) {
    double millis = median(samples, contestant, Sample::millis);
    double loaded = median(samples, contestant, Sample::loadedMillis);
    return new Row(
        contestant.nameOf(name),
        BYTES / MB / (millis / 1e3),
        BYTES / MB / (loaded / 1e3),
        median(samples, VaultContestant.BARE, Sample::millis) / millis,
        median(samples, VaultContestant.BARE, Sample::loadedMillis) / loaded,
        millis,
        median(samples, contestant, Sample::loadingMillis),
        median(samples, contestant, Sample::processorMillis));
  }

  private static double median(
      Map<VaultContestant, List<Sample>> samples,
      VaultContestant contestant,
      ToDoubleFunction<Sample> figure) {
    return Median.of(samples.getOrDefault(contestant, List.of()), figure);
  }
}
