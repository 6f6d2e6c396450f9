package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;

/**
 * Schedule: deals with what no event led on and what has come due: uploads that are still
 * plaintext, purges, erasures and holds, records that are too old. The guarantee behind every
 * deadline.
 */
@Keeps({"P16", "P19", "P20", "P21", "P23"})
public final class SweepFunction extends EventEdge<Task> {
  private final Sweep sweep;

  public SweepFunction() {
    this(Wiring.of(SweepFunction.class));
  }

  SweepFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.sweep = wiring.sweep();
  }

  @Override
  protected void handle(Task scheduled) {
    sweep.run();
  }
}
