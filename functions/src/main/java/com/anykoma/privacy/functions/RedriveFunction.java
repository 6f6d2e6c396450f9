package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.RedriveTask;

/** Task {@code redrive}: applies Stripe events deferred until their subject was known. */
@Keeps({"P7", "E32", "E33"})
public final class RedriveFunction extends EventFrame<RedriveTask> {
  public RedriveFunction() {
    this(Wiring.of(RedriveFunction.class));
  }

  RedriveFunction(Wiring wiring) {
    super(TaskEvents.of(RedriveTask::of), wiring.services().redrive()::handle);
  }
}
