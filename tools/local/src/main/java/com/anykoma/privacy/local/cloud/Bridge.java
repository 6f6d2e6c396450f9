package com.anykoma.privacy.local.cloud;

import java.time.Duration;
import java.util.Map;

/** Delivers the events of a local cloud to its functions. */
public interface Bridge extends AutoCloseable {
  /** How the events of stored objects are delivered. */
  enum ObjectEvents {
    DELIVERED,
    /** Held back until the mode changes. Until then the bridge may not become idle. */
    DELAYED,
    /** Never delivered, as if the platform had given up. */
    LOST
  }

  /** Sets the delivery of events of objects stored from now on; {@code DELIVERED} at first. */
  void objectEvents(ObjectEvents mode);

  /** Waits until nothing is pending; false when something still was after {@code timeout}. */
  boolean untilIdle(Duration timeout);

  /** Like {@link #untilIdle}, but ignores deferred attempts that are not due yet. */
  default boolean untilNothingIsDue(Duration timeout) {
    return untilIdle(timeout);
  }

  /** The delivery latencies by function, if the bridge measures them. */
  default Map<String, Latencies> latencies() {
    return Map.of();
  }

  /** Stops deliveries after those in progress. */
  @Override
  void close();
}
