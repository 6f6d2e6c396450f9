package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.RepairTask;

/**
 * Schedule and task {@code repair}: completes, from stored state, the work of lost events and
 * tasks: for each subject once a day, and at once for a subject whose plan has changed.
 */
@Keeps({"P3", "P8", "P10", "P16", "P20", "P25", "E1"})
public final class RepairFunction extends EventFrame<RepairTask> {
  public RepairFunction() {
    this(Wiring.of(RepairFunction.class));
  }

  RepairFunction(Wiring wiring) {
    super(TaskEvents.of(RepairTask::of), wiring.services().repair()::handle);
  }
}
