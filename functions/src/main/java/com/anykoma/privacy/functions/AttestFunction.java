package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.census.AttestService;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;

/** Schedule: holds all that is stored against the data map, and alarms at what it does not name. */
@Keeps({"P2", "P11", "P12", "P13", "P14", "P15", "P21"})
public final class AttestFunction extends EventEdge<Task> {
  private final AttestService attest;

  public AttestFunction() {
    this(Wiring.of(AttestFunction.class));
  }

  AttestFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.attest = wiring.attest();
  }

  @Override
  protected void handle(Task scheduled) {
    attest.attest(scheduled);
  }
}
