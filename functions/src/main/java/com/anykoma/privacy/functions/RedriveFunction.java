package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.edge.TaskEvents.attribute;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.plan.PlanService;
import com.anykoma.privacy.platform.Task;

/** Task {@code redrive}: applies the Stripe events that waited for their customer to be known. */
@Keeps({"P7", "E32", "E33"})
public final class RedriveFunction extends EventEdge<Task> {
  private final PlanService plans;

  public RedriveFunction() {
    this(Wiring.of(RedriveFunction.class));
  }

  RedriveFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.plans = wiring.plan();
  }

  @Override
  protected void handle(Task task) {
    plans.redrive(attribute(task, "customer"));
  }
}
