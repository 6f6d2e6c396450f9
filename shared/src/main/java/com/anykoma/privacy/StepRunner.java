package com.anykoma.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs the independent steps of a job. A step that fails does not stop the steps after it: its
 * exception is collected, and {@link #throwFailure} throws it once all steps have run. Not
 * thread-safe.
 */
public final class StepRunner {
  private final List<RuntimeException> failures = new ArrayList<>();

  /** Runs a step; false if it failed, so that dependent steps can be left out. */
  public boolean run(Runnable step) {
    return call(
        () -> {
          step.run();
          return true;
        },
        false);
  }

  /** Runs a step and returns its result, or {@code ifFailed}, which must hide no remaining data. */
  public <T> T call(Supplier<T> step, T ifFailed) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      failures.add(e);
      return ifFailed;
    }
  }

  /** Whether any step has failed so far. */
  public boolean hasFailed() {
    return !failures.isEmpty();
  }

  /**
   * Throws the first failure, with the others as suppressed exceptions; returns if no step failed.
   * A transient failure takes precedence over a {@link PermanentFailure}, because callers do not
   * retry after a permanent one.
   */
  public void throwFailure() {
    failures.stream()
        .filter(each -> !(each instanceof PermanentFailure))
        .findFirst()
        .or(() -> failures.stream().findFirst())
        .ifPresent(this::throwWithOthers);
  }

  private void throwWithOthers(RuntimeException failure) {
    failures.stream().filter(each -> each != failure).forEach(failure::addSuppressed);
    throw failure;
  }
}
