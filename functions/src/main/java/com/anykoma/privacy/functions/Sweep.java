package com.anykoma.privacy.functions;

import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs the parts of a sweep, each with its own time budget, then throws the first failure. */
record Sweep(InstantSource clock, List<Part> parts) {
  private static final Log LOG = Log.of(Sweep.class);

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
        LOG.warning("sweep failed", LogField.PART.of(part.name()), LogField.REASON.of(e));
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
