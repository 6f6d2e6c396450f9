package com.anykoma.privacy.improvement.statistics;

import java.util.random.RandomGenerator;

/**
 * Samples integers from the discrete Laplace distribution: {@code x} has a probability proportional
 * to {@code exp(-|x| / scale)}, for a rational scale. The samplers are those of Canonne, Kamath and
 * Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithms 1 and 2. They use
 * whole numbers only: the floating-point values of other samplers have gaps that can reveal the
 * true value.
 *
 * <p>The result is exact if the random source is uniform. A sample that does not fit into a {@code
 * long} is an {@link ArithmeticException}; with scales up to 10^12 its probability is below
 * exp(-1,000,000).
 *
 * @param random the source of randomness; in production a {@code SecureRandom}
 * @param numerator of the scale, at least 1
 * @param denominator of the scale, at least 1
 * @see <a href="https://arxiv.org/abs/2004.00010">arXiv:2004.00010</a>
 */
record DiscreteLaplace(RandomGenerator random, long numerator, long denominator) {
  DiscreteLaplace {
    if (numerator < 1 || denominator < 1) {
      throw new IllegalArgumentException("a scale is positive");
    }
  }

  long sample() {
    while (true) {
      long remainder = random.nextLong(numerator);
      if (bernoulliExp(remainder, numerator)) {
        long magnitude =
            Math.addExact(remainder, Math.multiplyExact(numerator, geometric())) / denominator;
        boolean isNegative = random.nextBoolean();
        if (!isNegative || magnitude != 0) { // else zero would have two ways to be drawn
          return isNegative ? -magnitude : magnitude;
        }
      }
    }
  }

  /** The number of successes with probability 1/e before the first failure. */
  private long geometric() {
    long successes = 0;
    while (bernoulliExp(1, 1)) {
      successes++;
    }
    return successes;
  }

  /** True with probability {@code exp(-x / of)}, for a fraction from 0 to 1. */
  boolean bernoulliExp(long x, long of) {
    long k = 1;
    while (random.nextLong(of) < x && random.nextLong(k) == 0) { // with probability x / k
      k++;
    }
    return k % 2 == 1;
  }
}
