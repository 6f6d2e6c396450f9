package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.Task;

/**
 * Schedule: deals with what no event led on and what has come due: uploads that are still
 * plaintext, purges, erasures and holds, records that are too old. The guarantee behind every
 * deadline.
 */
@Keeps({"P16", "P19", "P20", "P21", "P23"})
public final class SweepFunction extends EventFrame<Task> {
  public SweepFunction() {
    this(Wiring.of(SweepFunction.class));
  }

  SweepFunction(Wiring wiring) {
    super(TaskEvents::task, Handler.of(wiring.sweep()::run));
  }
}
