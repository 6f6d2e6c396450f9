package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.edge.TaskEvents.attribute;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.usage.plan.ClaimsService;

/** Task {@code claims}: brings an account's custom claims in line with its plan. */
@Keeps({"P7", "E5", "E9"})
public final class ClaimsFunction extends EventEdge<Task> {
  private final ClaimsService claims;

  public ClaimsFunction() {
    this(Wiring.of(ClaimsFunction.class));
  }

  ClaimsFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.claims = wiring.claims();
  }

  @Override
  protected void handle(Task task) {
    claims.bringInLine(new SubjectId(attribute(task, "subject")));
  }
}
