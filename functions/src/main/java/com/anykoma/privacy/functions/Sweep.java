package com.anykoma.privacy.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;

/**
 * The parts of a sweep: each runs whatever became of those before it, and the first failure is
 * thrown once all have run.
 */
final class Sweep {
  private static final Logger LOG = Logger.getLogger(Sweep.class.getName());

  private final List<Runnable> parts;

  Sweep(List<Runnable> parts) {
    this.parts = List.copyOf(parts);
  }

  void run() {
    List<RuntimeException> failures = new ArrayList<>();
    for (Runnable part : parts) {
      try {
        part.run();
      } catch (RuntimeException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      LOG.warning("sweep failed parts=" + failures.size() + " of=" + parts.size());
      throw failures.get(0);
    }
  }
}
