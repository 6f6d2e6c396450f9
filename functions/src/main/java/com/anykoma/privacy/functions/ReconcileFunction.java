package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.rights.erasure.ReconcileService;

/** Schedule: finds what no event told, in accounts, data and Stripe, page by page. */
@Keeps({"P19", "P20", "P23", "E14", "E16", "E32"})
public final class ReconcileFunction extends EventEdge<Task> {
  private final ReconcileService reconciliation;

  public ReconcileFunction() {
    this(Wiring.of(ReconcileFunction.class));
  }

  ReconcileFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.reconciliation = wiring.reconciliation();
  }

  @Override
  protected void handle(Task task) {
    reconciliation.reconcile(task);
  }
}
