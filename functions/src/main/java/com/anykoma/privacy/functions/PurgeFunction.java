package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;

/** Task {@code purge}: removes a deleted item whose restore period has ended. */
@Keeps({"P19", "P20", "E20"})
public final class PurgeFunction extends EventFrame<RemovalTask> {
  public PurgeFunction() {
    this(Wiring.of(PurgeFunction.class));
  }

  PurgeFunction(Wiring wiring) {
    super(TaskEvents.of(RemovalTask::of), wiring.services().retention()::handle);
  }
}
