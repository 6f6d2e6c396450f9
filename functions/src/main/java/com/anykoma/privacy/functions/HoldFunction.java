package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.HoldTask;

/** Task {@code hold}: places, continues or releases a legal hold on one item. */
@Keeps({"P23", "E21"})
public final class HoldFunction extends EventFrame<HoldTask> {
  public HoldFunction() {
    this(Wiring.of(HoldFunction.class));
  }

  HoldFunction(Wiring wiring) {
    super(TaskEvents.of(HoldTask::of), wiring.services().holds()::handle);
  }
}
