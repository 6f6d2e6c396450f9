package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;

/** Task {@code release}: makes a release of the admitted items for trainers, page by page. */
@Keeps({"P3", "P5", "P8"})
public final class ReleaseFunction extends EventFrame<ScanTask> {
  public ReleaseFunction() {
    this(Wiring.of(ReleaseFunction.class));
  }

  ReleaseFunction(Wiring wiring) {
    super(TaskEvents.of(ScanTask::of), wiring.services().releases()::handle);
  }
}
