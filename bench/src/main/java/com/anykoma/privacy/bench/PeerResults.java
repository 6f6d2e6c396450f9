package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.PeerBench.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The medians of the measurements, and what they say about the goals. */
record PeerResults(List<Sample> medians, List<Goal> goals) {
  private static final double RATE = 2;
  private static final double RATE_STRETCH = 3;
  private static final double P99 = 0.6;
  private static final double PROCESSOR_MILLIS = 3.3;
  private static final double DUPLICATE = 0.5;

  /** A goal, as words, with what was measured and whether that is enough. */
  record Goal(String goal, double measured, boolean met) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%-66s %6.2f  %s", goal, measured, met ? "met" : "MISSED");
    }
  }

  static PeerResults of(List<Sample> samples) {
    List<Sample> medians =
        Stream.of(PeerBench.OURS, PeerBench.OURS_AGAIN, PeerBench.THEIRS)
            .flatMap(
                name ->
                    IntStream.of(PeerBench.CLIENTS).boxed().flatMap(c -> median(samples, name, c)))
            .toList();
    List<Goal> goals = new ArrayList<>();
    for (int clients : PeerBench.CLIENTS) {
      goals.addAll(goals(medians, clients));
    }
    return new PeerResults(medians, List.copyOf(goals));
  }

  private static Stream<Sample> median(List<Sample> samples, String name, int clients) {
    List<Sample> some = some(samples, name, clients).toList();
    return some.isEmpty()
        ? Stream.empty()
        : Stream.of(
            new Sample(
                name,
                clients,
                Median.of(some, Sample::perSecond),
                Median.of(some, Sample::p50),
                Median.of(some, Sample::p99),
                Median.of(some, Sample::processorMillis),
                some.stream().mapToInt(Sample::failed).sum()));
  }

  private static Stream<Sample> some(List<Sample> samples, String name, int clients) {
    return samples.stream().filter(it -> it.name().equals(name) && it.clients() == clients);
  }

  private static List<Goal> goals(List<Sample> medians, int clients) {
    Sample ours = some(medians, PeerBench.OURS, clients).findFirst().orElseThrow();
    Sample again = some(medians, PeerBench.OURS_AGAIN, clients).findFirst().orElseThrow();
    Optional<Sample> theirs = some(medians, PeerBench.THEIRS, clients).findFirst();
    String at = " at " + clients + " clients";
    List<Goal> goals = new ArrayList<>();
    theirs.ifPresent(
        it -> {
          double rate = ours.perSecond() / it.perSecond();
          goals.add(atLeast(RATE, "times the stand-in's events/s" + at, rate));
          goals.add(atLeast(RATE_STRETCH, "times (the stretch)" + at, rate));
          goals.add(atMost(P99, "times the stand-in's p99" + at, ours.p99() / it.p99()));
        });
    goals.add(atMost(PROCESSOR_MILLIS, "ms of our own CPU an event" + at, ours.processorMillis()));
    goals.add(
        atMost(
            DUPLICATE,
            "times a first delivery's CPU for a duplicate" + at,
            again.processorMillis() / ours.processorMillis()));
    goals.add(
        atMost(
            DUPLICATE,
            "times a first delivery's time for a duplicate" + at,
            ours.perSecond() / again.perSecond()));
    return goals;
  }

  private static Goal atLeast(double bound, String what, double measured) {
    return new Goal("at least " + bound + " " + what, measured, measured >= bound);
  }

  private static Goal atMost(double bound, String what, double measured) {
    return new Goal("at most " + bound + " " + what, measured, measured <= bound);
  }
}
