package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.RemovalTask;

/** Task {@code erase}: executes an erasure request. */
@Keeps({"P20", "P23", "E10", "E26"})
public final class EraseFunction extends EventFrame<RemovalTask> {
  public EraseFunction() {
    this(Wiring.of(EraseFunction.class));
  }

  EraseFunction(Wiring wiring) {
    super(TaskEvents.of(RemovalTask::of), wiring.services().erasureExecution()::handle);
  }
}
