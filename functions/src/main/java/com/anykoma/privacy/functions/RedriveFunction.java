package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.usage.plan.RedriveService;

/** Task {@code redrive}: does what waited until it is known whose a customer of Stripe's is. */
@Keeps({"P7", "E32", "E33"})
public final class RedriveFunction extends EventEdge<Task> {
  private final RedriveService redrive;

  public RedriveFunction() {
    this(Wiring.of(RedriveFunction.class));
  }

  RedriveFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.redrive = wiring.redrive();
  }

  @Override
  protected void handle(Task task) {
    redrive.handle(task);
  }
}
