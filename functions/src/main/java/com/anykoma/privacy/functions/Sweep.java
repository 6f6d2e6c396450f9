package com.anykoma.privacy.functions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;

/**
 * The parts of a sweep, those first on which deadlines depend. Each runs whatever became of those
 * before it, and has a time of its own, so that no part takes the time of another; the first
 * failure is thrown once all have run.
 */
final class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class.getName());

  private final InstantSource clock;
  private final List<Part> parts;

  /**
   * A part.
   *
   * @param budget how long it may begin new work
   * @param work is given the moment until which it may
   */
  record Part(String name, Duration budget, Consumer<Instant> work) {}

  Sweep(InstantSource clock, List<Part> parts) {
    this.clock = clock;
    this.parts = List.copyOf(parts);
  }

  List<Part> parts() {
    return parts;
  }

  void run() {
    List<RuntimeException> failures = new ArrayList<>();
    for (Part part : parts) {
      try {
        part.work().accept(clock.instant().plus(part.budget()));
      } catch (RuntimeException e) {
        LOG.warning("sweep failed part=" + part.name() + " reason=" + e.getClass().getSimpleName());
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
