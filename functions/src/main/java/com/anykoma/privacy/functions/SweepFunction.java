package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.Task;

/**
 * Schedule: dispatches due purges, erasures and holds, expires old records and seals remaining
 * plaintext uploads, so that every deadline is met even if an event or task is lost.
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
