package com.anykoma.privacy.improvement.statistics;

import java.math.BigDecimal;

/**
 * A bound on privacy loss, the epsilon of differential privacy, as a whole number of millionths.
 * Sums are exact, so that a budget is never exceeded by a rounding error.
 */
public record Epsilon(long millionths) implements Comparable<Epsilon> {
  static final int ONE = 1_000_000;
  private static final int DECIMALS = 6;
  static final Epsilon ZERO = new Epsilon(0);

  public Epsilon {
    if (millionths < 0) {
      throw new IllegalArgumentException("an epsilon is not negative");
    }
  }

  /** Reads {@code 0.05}; refuses more than six decimals. */
  static Epsilon of(BigDecimal value) {
    try {
      return new Epsilon(value.movePointRight(DECIMALS).longValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("an epsilon has at most six decimals", e);
    }
  }

  Epsilon plus(Epsilon other) {
    return new Epsilon(Math.addExact(millionths, other.millionths));
  }

  /** Returns the part of this that remains after {@code spent}; zero if that is more. */
  public Epsilon minus(Epsilon spent) {
    return new Epsilon(Math.max(0, millionths - spent.millionths));
  }

  Epsilon times(int count) {
    return new Epsilon(Math.multiplyExact(millionths, count));
  }

  /** Returns the value as a decimal number. */
  public BigDecimal value() {
    return BigDecimal.valueOf(millionths, DECIMALS);
  }

  @Override
  public int compareTo(Epsilon other) {
    return Long.compare(millionths, other.millionths);
  }

  @Override
  public String toString() {
    return value().stripTrailingZeros().toPlainString();
  }
}
