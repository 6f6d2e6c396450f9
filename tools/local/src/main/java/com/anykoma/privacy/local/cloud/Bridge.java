package com.anykoma.privacy.local.cloud;

import java.time.Duration;
import java.util.Map;

/** Tells the functions of what happens in a local cloud. */
public interface Bridge extends AutoCloseable {
  /** What becomes of the events of stored objects. */
  enum ObjectEvents {
    TOLD,
    /** Told of later, as by a platform that is slow; until then the bridge may not get idle. */
    HELD,
    /** Told of never, as by a platform that gave up. */
    LOST
  }

  /** Has the events of objects that are stored from now on fare so; at first they are told. */
  void objectEvents(ObjectEvents fate);

  /**
   * Waits until no change, object, deletion, task or retry is left.
   *
   * @return false when something was still left after {@code timeout}
   */
  boolean untilIdle(Duration timeout);

  /** The same, but for what is not due yet: an attempt that is put off. */
  default boolean untilNothingIsDue(Duration timeout) {
    return untilIdle(timeout);
  }

  /** How long each function's events took, where that is measured. */
  default Map<String, Latencies> latencies() {
    return Map.of();
  }

  /** Lets the deliveries at hand end. */
  @Override
  void close();
}
