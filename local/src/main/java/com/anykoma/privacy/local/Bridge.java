package com.anykoma.privacy.local;

import java.time.Duration;
import java.util.Map;

/** Tells the functions of what happens in a local cloud. */
interface Bridge extends AutoCloseable {
  /**
   * Waits until no change, deletion, task or retry is left.
   *
   * @return false when something was still left after {@code timeout}
   */
  boolean untilIdle(Duration timeout);

  /** How long each function's events took, where that is measured. */
  default Map<String, Latencies> latencies() {
    return Map.of();
  }

  /** Lets the deliveries at hand end. */
  @Override
  void close();
}
