package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.proof.audit.SealService;

/** Schedule: seals the hour's entries of the audit log, chained to all before them. */
@Keeps({"P18", "P19", "P20", "P21", "P22", "P23", "E27"})
public final class SealAuditFunction extends EventEdge<Task> {
  private final SealService sealing;

  public SealAuditFunction() {
    this(Wiring.of(SealAuditFunction.class));
  }

  SealAuditFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.sealing = wiring.sealingOfAudit();
  }

  @Override
  protected void handle(Task scheduled) {
    int unused = sealing.seal();
  }
}
