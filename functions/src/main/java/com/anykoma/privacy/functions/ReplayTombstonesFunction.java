package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.ReplayTask;

/** Task {@code replay-tombstones}: erases again the subjects that a restored backup contains. */
@Keeps({"P20", "E18"})
public final class ReplayTombstonesFunction extends EventFrame<ReplayTask> {
  public ReplayTombstonesFunction() {
    this(Wiring.of(ReplayTombstonesFunction.class));
  }

  ReplayTombstonesFunction(Wiring wiring) {
    super(TaskEvents.of(ReplayTask::of), wiring.services().replay()::handle);
  }
}
