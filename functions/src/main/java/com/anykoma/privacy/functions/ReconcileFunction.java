package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.ReconcileTask;

/** Schedule: finds changes in accounts, data and Stripe that no event reported. */
@Keeps({"P19", "P20", "P23", "E14", "E16", "E32"})
public final class ReconcileFunction extends EventFrame<ReconcileTask> {
  public ReconcileFunction() {
    this(Wiring.of(ReconcileFunction.class));
  }

  ReconcileFunction(Wiring wiring) {
    super(TaskEvents.of(ReconcileTask::of), wiring.services().reconciliation()::handle);
  }
}
