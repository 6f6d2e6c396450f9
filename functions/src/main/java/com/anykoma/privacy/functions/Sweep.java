package com.anykoma.privacy.functions;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Logger;

/** Runs the parts of a sweep, each with its own time budget, then throws the first failure. */
record Sweep(InstantSource clock, List<Part> parts) {
  private static final Logger LOG = Logger.getLogger(Sweep.class.getName());

  /** One part, which takes the instant, within its budget, after which it starts no new work. */
  record Part(String name, Duration budget, Consumer<Instant> work) {}

  Sweep {
    parts = List.copyOf(parts);
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
