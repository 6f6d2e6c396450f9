package com.anykoma.privacy.usage.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.usage.training.SubjectHistory.Delivery;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests the gate against {@link NaiveOracle} with random histories. A failure prints its seed and
 * the smallest history that still fails.
 */
@Tag("slow")
class GateHistoriesTest {
  private static final long FIRST_SEED = 20_260_106;
  private static final int HISTORIES = 10_000;
  private static final long AN_HOUR = 3_600_000;

  @Test
  @Keeps({"P3", "P6", "P7", "P8", "P25", "E1", "E2", "E3", "E4", "E5", "E7", "E8", "E9"})
  void gateAgreesWithTheOracleForRandomHistories() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
      check(seed, RandomHistory.make(seed, false), GateHistoriesTest::difference);
    }
  }

  @Test
  @Keeps(
      value = {"P8", "P9", "E8"},
      invariant = true)
  void ambiguousSecondsNeverAdmitPaidContent() {
    for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
      check(seed, RandomHistory.make(seed, true), GateHistoriesTest::leak);
    }
  }

  @Test
  void historiesHaveEligibleAndRefusedItems() {
    int usable = 0;
    int forbidden = 0;
    for (long seed = FIRST_SEED; seed < FIRST_SEED + 1_000; seed++) {
      SubjectHistory history = RandomHistory.make(seed, false);
      int found = new NaiveOracle(history, history.events()).usable(lastly(history)).size();
      usable += found;
      forbidden += history.items().size() - found;
    }

    assertThat(usable).isGreaterThan(300);
    assertThat(forbidden).isGreaterThan(300);
  }

  private static void check(
      long seed, SubjectHistory history, Function<SubjectHistory, Optional<String>> problem) {
    if (problem.apply(history).isPresent()) {
      SubjectHistory smallest = smallest(history, problem);
      fail("seed %d: %s%n%s", seed, problem.apply(smallest).orElseThrow(), smallest);
    }
  }

  /** Removes one element after the other while the problem persists. */
  private static SubjectHistory smallest(
      SubjectHistory failing, Function<SubjectHistory, Optional<String>> problem) {
    return failing
        .smaller()
        .filter(it -> problem.apply(it).isPresent())
        .findFirst()
        .map(it -> smallest(it, problem))
        .orElse(failing);
  }

  /** Compares at every delivery or an hour later, and after all deliveries. */
  private static Optional<String> difference(SubjectHistory history) {
    GateUnderTest gate = new GateUnderTest(history, false);
    int delivered = 0;
    for (Delivery each : history.deliveries()) {
      gate.deliver(each);
      delivered++;
      long now = each.millis() + delivered % 2 * AN_HOUR;
      Optional<String> found = difference(history, gate, delivered, now);
      if (found.isPresent()) {
        return found;
      }
    }
    return difference(history, gate, delivered, lastly(history));
  }

  private static Optional<String> difference(
      SubjectHistory history, GateUnderTest gate, int delivered, long now) {
    Set<String> expected = new NaiveOracle(history, history.delivered(delivered)).usable(now);
    Set<String> actual = gate.eligible(now);
    return actual.equals(expected)
        ? Optional.empty()
        : Optional.of(
            "after %d deliveries, at %d ms, the gate admits %s and the judge %s"
                .formatted(delivered, now, actual, expected));
  }

  private static Optional<String> leak(SubjectHistory history) {
    GateUnderTest gate = new GateUnderTest(history, true);
    history.deliveries().forEach(gate::deliver);
    long now = lastly(history);
    Set<String> leaked = new TreeSet<>(gate.eligible(now));
    leaked.removeAll(
        new NaiveOracle(history, history.delivered(history.deliveries().size())).usable(now));
    return leaked.isEmpty()
        ? Optional.empty()
        : Optional.of("at %d ms the gate admits what was paid for: %s".formatted(now, leaked));
  }

  /** Returns a time long after all events. */
  private static long lastly(SubjectHistory history) {
    return history.deliveries().stream().mapToLong(Delivery::millis).max().orElse(0)
        + 90L * 24 * AN_HOUR;
  }
}
