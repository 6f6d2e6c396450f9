package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.AggregateTask;

/** Schedule: publishes differentially private statistics of free users' usage of past days. */
@Keeps({"P29", "P30", "E30"})
public final class AggregateFunction extends EventFrame<AggregateTask> {
  public AggregateFunction() {
    this(Wiring.of(AggregateFunction.class));
  }

  AggregateFunction(Wiring wiring) {
    super(TaskEvents.of(AggregateTask::of), wiring.services().aggregates()::handle);
  }
}
