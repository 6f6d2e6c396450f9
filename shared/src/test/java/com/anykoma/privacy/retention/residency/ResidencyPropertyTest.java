package com.anykoma.privacy.retention.residency;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that no computed schedule misses the deadline under any delay that the model allows, and
 * that none could start later. A failure prints the seed of its model.
 */
@Tag("slow")
class ResidencyPropertyTest {
  private static final long FIRST_SEED = 20_260_106;
  private static final int MODELS = 5_000;
  private static final int REMOVALS = 20;
  private static final Duration TICK = Duration.ofNanos(1);

  private static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + MODELS);
  }

  @Test
  @Keeps({"P20", "P38", "E29"})
  void latestSafeStartIsInTimeUnderAnyDelay() {
    seeds()
        .forEach(
            seed -> {
              Random random = new Random(seed);
              Residency model = RandomModels.model(random);
              for (int i = 0; i < REMOVALS; i++) {
                Instant requested = RandomModels.moment(random);
                Instant stamped = requested.plus(skew(model, random));

                Instant gone =
                    new PlannedRemoval(model, most -> RandomModels.upTo(most, random))
                        .endOfLastCopy(model.latestSafeStart(stamped), skew(model, random));

                assertInTime(seed, model, requested, gone);
              }
            });
  }

  @Test
  @Keeps({"P20", "P38", "E29"})
  void latestSafeStartIsInTimeUnderAllMaximumDelays() {
    seeds()
        .forEach(
            seed -> {
              Random random = new Random(seed);
              Residency model = RandomModels.model(random);
              for (int i = 0; i < REMOVALS; i++) {
                Instant requested = RandomModels.moment(random);
                Instant stamped = requested.plus(skew(model, random));

                Instant gone = latestEnd(model, model.latestSafeStart(stamped));

                assertInTime(seed, model, requested, gone);
              }
            });
  }

  @Test
  @Keeps({"P20", "E29"})
  void oneTickAfterTheLatestSafeStartIsTooLate() {
    seeds()
        .forEach(
            seed -> {
              Random random = new Random(seed);
              Residency model = RandomModels.model(random);
              for (int i = 0; i < REMOVALS; i++) {
                Instant stamped = RandomModels.moment(random);
                Instant gone = latestEnd(model, model.latestSafeStart(stamped).plus(TICK));

                assertThat(requestsStamped(stamped, model.slack().clockSkew()))
                    .as("seed %d, stamped %s, %s", seed, stamped, model)
                    .anyMatch(requested -> gone.isAfter(Residency.deadline(requested)));
              }
            });
  }

  @Test
  @Keeps({"P20", "P38", "E29"})
  void feasibleModelIsInTimeForEveryRequest() {
    seeds()
        .forEach(
            seed -> {
              Random random = new Random(seed);
              Residency model = RandomModels.model(random);
              for (int i = 0; model.feasible() && i < REMOVALS; i++) {
                Instant requested = RandomModels.moment(random);
                Instant stamped = requested.plus(skew(model, random));
                Instant planned = model.restorableUntil(stamped);

                assertThat(planned)
                    .as("seed %d, stamped %s, %s", seed, stamped, model)
                    .isBeforeOrEqualTo(model.latestSafeStart(stamped));
                assertInTime(seed, model, requested, latestEnd(model, planned));
              }
            });
  }

  @Test
  @Keeps("P20")
  void infeasibleModelIsTooLateForSomeRequest() {
    Instant requested = Instant.parse("2026-02-10T12:00:00Z");
    seeds()
        .mapToObj(seed -> RandomModels.model(new Random(seed)))
        .filter(model -> !model.feasible())
        .forEach(
            model -> {
              Instant stamped = requested.plus(model.slack().clockSkew());

              assertThat(latestEnd(model, model.restorableUntil(stamped)))
                  .as("%s", model)
                  .isAfter(Residency.deadline(requested));
            });
  }

  @Test
  void verdictsAgreeWithTheSchedule() {
    Instant stamped = Instant.parse("2026-02-10T12:00:00Z");
    seeds()
        .mapToObj(seed -> RandomModels.model(new Random(seed)))
        .forEach(
            model -> {
              Duration start = Duration.between(stamped, model.latestSafeStart(stamped));

              assertThat(
                      model.verdicts().stream()
                          .filter(each -> each.store().disclosed().isEmpty())
                          .map(StoreFeasibility::latestSafeStart)
                          .min(Duration::compareTo)
                          .orElse(start))
                  .as("%s", model)
                  .isEqualTo(start);
              assertThat(model.feasible())
                  .as("%s", model)
                  .isEqualTo(model.restorable().compareTo(start) <= 0);
            });
  }

  @Test
  void randomModelsAreBothFeasibleAndInfeasible() {
    long feasible = seeds().filter(seed -> RandomModels.model(new Random(seed)).feasible()).count();

    assertThat(feasible).isBetween(MODELS / 5L, MODELS * 4L / 5);
  }

  private static Instant latestEnd(Residency model, Instant plannedStart) {
    return new PlannedRemoval(model, most -> most)
        .endOfLastCopy(plannedStart, model.slack().clockSkew());
  }

  /** The requests that can have this stamp and the earliest deadline. */
  private static Stream<Instant> requestsStamped(Instant stamped, Duration skew) {
    Instant first = stamped.minus(skew);
    Instant last = stamped.plus(skew);
    return Stream.iterate(
        first,
        each -> !each.isAfter(last),
        each -> each.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS));
  }

  private static Duration skew(Residency model, Random random) {
    Duration skew = RandomModels.upTo(model.slack().clockSkew(), random);
    return random.nextBoolean() ? skew : skew.negated();
  }

  private static void assertInTime(long seed, Residency model, Instant requested, Instant gone) {
    if (gone.isAfter(Residency.deadline(requested))) {
      assertThat(gone)
          .as("seed %d, requested %s, %s", seed, requested, model)
          .isBeforeOrEqualTo(Residency.deadline(requested));
    }
  }
}
