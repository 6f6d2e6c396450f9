package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.HttpLoad.Request;
import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.local.console.TemporaryDirectory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Events per second, latency and own processor time of our webhook on Google's emulators, beside
 * the stand-in for the usual one: the same load for both, in turn, each time on freshly started
 * emulators. An event with no effect is a failure of the benchmark, not speed.
 */
final class PeerBench {
  static final String OURS = "ours";
  static final String OURS_AGAIN = "ours, again";
  static final String THEIRS = "stand-in";
  static final int[] CLIENTS = {8, 32};
  private static final int WARMING_CLIENTS = 8;

  private final Clock clock;
  private final Load load;
  private final Consumer<String> progress;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * How much is sent.
   *
   * @param events different events of each measurement, and as many before to warm up
   * @param users whom the events are about, in turn
   * @param rounds how often everything is measured
   */
  record Load(int events, int users, int rounds) {}

  /**
   * One measurement, latencies and processor time per event in milliseconds.
   *
   * @param failed requests that were not answered 200
   */
  record Sample(
      String name,
      int clients,
      double perSecond,
      double p50,
      double p99,
      double processorMillis,
      int failed) {}

  PeerBench(Clock clock, Load load, Consumer<String> progress) {
    this.clock = clock;
    this.load = load;
    this.progress = progress;
  }

  /**
   * All measurements.
   *
   * @param peer empty to measure ours only
   */
  List<Sample> run(Optional<StandIns> peer) throws Exception {
    try (TemporaryDirectory directory = TemporaryDirectory.create()) {
      for (int round = 0; round < load.rounds(); round++) {
        progress.accept("round " + (round + 1) + " of " + load.rounds());
        Path logs = Files.createDirectory(directory.path().resolve("round" + round));
        try (Contestant ours = OurWebhook.start(logs)) {
          measure(ours, OURS, Optional.of(OURS_AGAIN));
        }
        if (peer.isPresent()) {
          try (Contestant theirs = TheirWebhook.start(peer.get(), logs, load.users())) {
            measure(theirs, THEIRS, Optional.empty());
          }
        }
      }
    }
    return List.copyOf(samples);
  }

  private void measure(Contestant contestant, String name, Optional<String> again)
      throws Exception {
    EventLoad events = new EventLoad(clock, load.users());
    Result unused =
        HttpLoad.send(
            contestant.uri().getPort(),
            events.next(contestant.uri(), load.events()),
            WARMING_CLIENTS);
    for (int clients : CLIENTS) {
      List<Request> requests = events.next(contestant.uri(), load.events());
      measure(contestant, name, clients, requests);
      if (again.isPresent()) {
        measure(contestant, again.get(), clients, requests);
      }
    }
    Optional<String> amiss = contestant.amiss(events);
    if (amiss.isPresent()) {
      throw new IllegalStateException(name + ": " + amiss.get());
    }
  }

  private void measure(Contestant contestant, String name, int clients, List<Request> requests)
      throws Exception {
    Duration before = contestant.processorTime();
    Result result = HttpLoad.send(contestant.uri().getPort(), requests, clients);
    Duration used = contestant.processorTime().minus(before);
    Sample sample =
        new Sample(
            name,
            clients,
            result.perSecond(),
            result.percentileMillis(50),
            result.percentileMillis(99),
            used.toNanos() / 1e6 / requests.size(),
            result.failed());
    samples.add(sample);
    progress.accept(
        String.format(Locale.ROOT, "%s, %d clients: %,.0f/s", name, clients, result.perSecond()));
  }
}
