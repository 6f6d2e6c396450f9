package com.anykoma.privacy.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The middle of what was measured. */
final class Median {
  private Median() {}

  /** Of one figure of at least one sample; of an even number, the mean of the two in the middle. */
  static <T> double of(List<T> samples, ToDoubleFunction<T> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
