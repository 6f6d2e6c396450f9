package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.Task;

/** Schedule: seals the hour's entries of the audit log, chained to all before them. */
@Keeps({"P18", "P19", "P20", "P21", "P22", "P23", "E27"})
public final class CheckpointAuditFunction extends EventFrame<Task> {
  public CheckpointAuditFunction() {
    this(Wiring.of(CheckpointAuditFunction.class));
  }

  CheckpointAuditFunction(Wiring wiring) {
    super(TaskEvents::task, Handler.of(wiring.services().auditCheckpoints()::seal));
  }
}
