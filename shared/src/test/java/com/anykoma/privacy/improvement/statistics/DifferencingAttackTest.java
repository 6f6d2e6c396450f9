package com.anykoma.privacy.improvement.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * The differencing attack around one deletion: the attacker knows everybody else's exact part of a
 * statistic, sees one publication, and guesses whether the victim is still in it.
 */
@Keeps({"P29", "E30"})
final class DifferencingAttackTest {
  private static final int TRIALS = 20_000;
  private static final int OTHERS = 400;
  private static final String PLAN = "free";
  private static final SubjectId VICTIM = new SubjectId("victim");

  private static final Metric METRIC =
      StatisticsFixture.settings(StatisticsFixture.USE).metrics().get(0);

  /** Without knowledge beyond the bound, no attacker is right more often: e^eps / (1 + e^eps). */
  private static final double BOUND = 1 / (1 + Math.exp(-METRIC.epsilon().value().doubleValue()));

  /** Five standard deviations of a success rate. */
  private static final double TOLERANCE = 5 * Math.sqrt(0.25 / TRIALS);

  /** A publication about everybody else, and about the victim's records if they exist. */
  private interface Publication {
    Map<Cell, Long> about(int victimsRecords, RandomGenerator random);
  }

  /** How often the attacker is right, with the best test there is for symmetric noise. */
  private static double successRate(Publication publication, int victimsRecords) {
    Random random = new Random(11);
    int right = 0;
    for (int i = 0; i < TRIALS; i++) {
      boolean isThere = random.nextBoolean();
      long sum = publication.about(isThere ? victimsRecords : 0, random).getOrDefault(cell(), 0L);
      boolean guess = 2 * (sum - OTHERS) > METRIC.perSubject();
      right += guess == isThere ? 1 : 0;
    }
    return (double) right / TRIALS;
  }

  private static Cell cell() {
    return new Cell("image", PLAN);
  }

  private static BoundedTotals totals(Metric metric, int victimsRecords) {
    BoundedTotals totals = new BoundedTotals(metric, List.of(PLAN));
    for (int i = 0; i < OTHERS; i++) {
      totals.add(new SubjectId("u" + i), cell(), 1);
    }
    for (int i = 0; i < victimsRecords; i++) {
      totals.add(VICTIM, cell(), 1);
    }
    return totals;
  }

  private static Metric withEpsilon(long millionths) {
    return new Metric(
        METRIC.name(),
        METRIC.purpose(),
        METRIC.location(),
        METRIC.sum(),
        METRIC.perRecord(),
        METRIC.perSubject(),
        METRIC.by(),
        METRIC.values(),
        new Epsilon(millionths),
        METRIC.threshold());
  }

  @Test
  void attackerIsNotRightMoreOftenThanEpsilonAllows() {
    Publication published = (records, random) -> totals(METRIC, records).withNoise(random);

    assertThat(successRate(published, 5)).isGreaterThan(0.5).isLessThan(BOUND + TOLERANCE);
  }

  @Test
  void manyRecordsOfTheVictimDoNotHelpTheAttacker() {
    Publication published = (records, random) -> totals(METRIC, records).withNoise(random);

    assertThat(successRate(published, 1_000)).isLessThan(BOUND + TOLERANCE);
  }

  @Test
  void attackSucceedsWithoutNoise() {
    Publication exact = (records, random) -> Map.of(cell(), (long) OTHERS + Math.min(records, 5));

    assertThat(successRate(exact, 5)).isEqualTo(1);
  }

  @Test
  void attackSucceedsAgainstAQuarterOfTheNoise() {
    Metric tooLittle = withEpsilon(4 * METRIC.epsilon().millionths());
    Publication published = (records, random) -> totals(tooLittle, records).withNoise(random);

    assertThat(successRate(published, 5)).isGreaterThan(BOUND + TOLERANCE);
  }

  @Test
  void attackSucceedsIfOnePersonsPartIsNotBounded() {
    Publication published =
        (records, random) -> Map.of(cell(), OTHERS + records + METRIC.noise(random).sample());

    assertThat(successRate(published, 1_000)).isGreaterThan(BOUND + TOLERANCE);
  }
}
