package com.anykoma.privacy.local.cloud;

import java.time.Duration;
import java.util.Arrays;

/** The latencies of the latest 1024 deliveries. */
public final class Latencies {
  private static final int MAX = 1024;

  private final long[] nanos = new long[MAX];
  private long count;

  synchronized void add(Duration took) {
    nanos[(int) (count % MAX)] = took.toNanos();
    count++;
  }

  /** The number of all deliveries. */
  public synchronized long count() {
    return count;
  }

  /** The duration that {@code share} of the deliveries do not exceed; 0.5 is the median. */
  public synchronized Duration quantile(double share) {
    long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, MAX));
    Arrays.sort(sorted);
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted.length == 0 ? Duration.ZERO : Duration.ofNanos(sorted[Math.max(0, index)]);
  }
}
