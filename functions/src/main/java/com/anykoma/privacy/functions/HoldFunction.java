package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.rights.erasure.HoldService;

/** Task {@code hold}: places a legal hold on one item, keeps its copy, or ends it. */
@Keeps({"P23", "E21"})
public final class HoldFunction extends EventEdge<Task> {
  private final HoldService holds;

  public HoldFunction() {
    this(Wiring.of(HoldFunction.class));
  }

  HoldFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.holds = wiring.holds();
  }

  @Override
  protected void handle(Task task) {
    holds.handle(task);
  }
}
