package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.repair.RepairService;

/**
 * Schedule and task {@code repair}: does from state what events and tasks that were lost have left
 * undone, for each subject once a day, and at once for a subject whose plan has changed.
 */
@Keeps({"P3", "P8", "P10", "P16", "P20", "P25", "E1"})
public final class RepairFunction extends EventEdge<Task> {
  private final RepairService repair;

  public RepairFunction() {
    this(Wiring.of(RepairFunction.class));
  }

  RepairFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.repair = wiring.repair();
  }

  @Override
  protected void handle(Task task) {
    repair.handle(task);
  }
}
