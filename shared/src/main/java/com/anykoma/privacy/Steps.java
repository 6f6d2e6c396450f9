package com.anykoma.privacy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The steps of a job of which none may stop another: a step that fails is remembered, the next one
 * runs, and {@link #throwFailure} ends the job with the failure once all steps have run. For one
 * thread.
 */
public final class Steps {
  private final List<RuntimeException> failures = new ArrayList<>();

  /**
   * Runs a step.
   *
   * @return whether it succeeded, for steps that depend on it
   */
  public boolean run(Runnable step) {
    return answer(
        () -> {
          step.run();
          return true;
        },
        false);
  }

  /**
   * The answer of a step.
   *
   * @param ifFailed the answer when the step fails: the one that destroys nothing and hides nothing
   */
  public <T> T answer(Supplier<T> step, T ifFailed) {
    try {
      return step.get();
    } catch (RuntimeException e) {
      failures.add(e);
      return ifFailed;
    }
  }

  /** Whether any step has failed so far. */
  public boolean haveFailed() {
    return !failures.isEmpty();
  }

  /**
   * Throws the first failure, with the others suppressed in it; returns when there is none. A
   * failure that may pass goes before a {@link PermanentFailure}, because whoever catches a
   * permanent one does not try again.
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
