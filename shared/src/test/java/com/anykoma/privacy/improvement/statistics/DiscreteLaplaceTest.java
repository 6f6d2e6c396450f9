package com.anykoma.privacy.improvement.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.anykoma.privacy.Keeps;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the exact samplers against their distributions, and that wrong samplers fail the tests. */
@Keeps("P29")
final class DiscreteLaplaceTest {
  private static final int SAMPLES = 200_000;

  /** Values from -10 to 10 scales have a bin each; both tails share one. */
  private static final int SCALES = 10;

  /** The number of standard deviations that a chi-square statistic may exceed its mean by. */
  private static final int TOLERANCE = 6;

  private static DiscreteLaplace noise(long numerator, long denominator) {
    return new DiscreteLaplace(new Random(5), numerator, denominator);
  }

  /**
   * How far the samples deviate from the discrete Laplace distribution: the chi-square statistic's
   * distance from its mean, in standard deviations.
   */
  private static double deviation(LongSupplier sampler, double scale) {
    double q = Math.exp(-1 / scale);
    int most = (int) Math.ceil(SCALES * scale);
    long[] seen = new long[2 * most + 2];
    for (int i = 0; i < SAMPLES; i++) {
      long each = sampler.getAsLong();
      seen[Math.abs(each) <= most ? (int) each + most : 2 * most + 1]++;
    }
    double statistic = 0;
    int bins = 0;
    double pooledSeen = seen[2 * most + 1];
    double pooled = SAMPLES * 2 * Math.pow(q, most + 1) / (1 + q);
    for (int x = -most; x <= most; x++) {
      double expected = SAMPLES * (1 - q) / (1 + q) * Math.pow(q, Math.abs(x));
      if (expected < 10) { // too few for the chi-square approximation
        pooled += expected;
        pooledSeen += seen[x + most];
      } else {
        statistic += Math.pow(seen[x + most] - expected, 2) / expected;
        bins++;
      }
    }
    statistic += Math.pow(pooledSeen - pooled, 2) / pooled;
    return (statistic - bins) / Math.sqrt(2.0 * bins);
  }

  @ParameterizedTest
  @CsvSource({"1, 3", "1, 1", "5, 2", "7, 1", "20000000, 500000", "1200000, 1000000"})
  void samplesHaveTheDiscreteLaplaceDistribution(long numerator, long denominator) {
    DiscreteLaplace noise = noise(numerator, denominator);

    assertThat(deviation(noise::sample, (double) numerator / denominator)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"38, 1", "42, 1", "20, 1", "10, 1", "80, 1"})
  void samplerWithAWrongScaleFailsTheTest(long numerator, long denominator) {
    DiscreteLaplace wrong = noise(numerator, denominator);

    assertThat(deviation(wrong::sample, 40)).isGreaterThan(TOLERANCE);
  }

  @Test
  void samplerThatDrawsZeroTwiceAsOftenFailsTheTest() {
    Random random = new Random(6);
    DiscreteLaplace noise = noise(40, 1);
    LongSupplier magnitude =
        () ->
            LongStream.generate(noise::sample).filter(each -> each >= 0).findFirst().orElseThrow();
    LongSupplier wrong = () -> (random.nextBoolean() ? 1 : -1) * magnitude.getAsLong();

    assertThat(deviation(wrong, 40)).isGreaterThan(TOLERANCE);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "1, 2", "2, 3", "3, 4"})
  void bernoulliExpIsTheSeriesOfTheExponential(long x, long of) {
    int depth = 7;
    double truth = 0;
    double undecided = 0;
    List<Script> scripts = new ArrayList<>(List.of(new Script(List.of())));
    while (!scripts.isEmpty()) {
      Script script = scripts.remove(scripts.size() - 1);
      RecordedChoices random = new RecordedChoices(script.choices());
      try {
        truth += new DiscreteLaplace(random, 1, 1).bernoulliExp(x, of) ? random.probability : 0;
      } catch (NeedsChoice more) {
        if (random.largest > depth) {
          undecided += random.probability;
        } else {
          for (long each = 0; each < more.bound; each++) {
            List<Long> longer = new ArrayList<>(script.choices());
            longer.add(each);
            scripts.add(new Script(longer));
          }
        }
      }
    }

    // every path to a decision was weighted by its exact probability; the rest is at most 1/7!
    assertThat(undecided).isLessThan(1.0 / 5_000);
    assertThat(truth).isCloseTo(Math.exp(-(double) x / of), within(undecided + 1e-12));
  }

  @Test
  void samplerNeedsAPositiveScale() {
    assertThatThrownBy(() -> noise(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> noise(1, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  /** The choices that lead to one point of the sampler's execution. */
  private record Script(List<Long> choices) {}

  /** The sampler asks for one more choice than the script has. */
  private static final class NeedsChoice extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final long bound;

    NeedsChoice(long bound) {
      super("the script has ended", null, false, false);
      this.bound = bound;
    }
  }

  /** A source that makes the choices of a script and multiplies their probabilities. */
  private static final class RecordedChoices implements RandomGenerator {
    private final List<Long> choices;
    private int at;
    private double probability = 1;
    private long largest;

    RecordedChoices(List<Long> choices) {
      this.choices = choices;
    }

    @Override
    public long nextLong() {
      throw new AssertionError("the sampler needs bounded choices only");
    }

    @Override
    public long nextLong(long bound) {
      largest = Math.max(largest, bound);
      if (at == choices.size()) {
        throw new NeedsChoice(bound);
      }
      probability /= bound;
      return choices.get(at++);
    }
  }
}
