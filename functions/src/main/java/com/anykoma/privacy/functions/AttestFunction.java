package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;

/** Schedule: compares all stored data with the data map and raises an alarm for undeclared data. */
@Keeps({"P2", "P11", "P12", "P13", "P14", "P15", "P21"})
public final class AttestFunction extends EventFrame<ScanTask> {
  public AttestFunction() {
    this(Wiring.of(AttestFunction.class));
  }

  AttestFunction(Wiring wiring) {
    super(TaskEvents.of(ScanTask::of), wiring.attest()::handle);
  }
}
