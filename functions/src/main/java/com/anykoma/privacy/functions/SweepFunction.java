package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.vault.StagingService;

/** Schedule: deals with what no event led on; so far with uploads that are still plaintext. */
@Keeps({"P16"})
public final class SweepFunction extends EventEdge<Task> {
  private final StagingService staging;

  public SweepFunction() {
    this(Wiring.of(SweepFunction.class));
  }

  SweepFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.staging = wiring.staging();
  }

  @Override
  protected void handle(Task scheduled) {
    staging.sweep();
  }
}
