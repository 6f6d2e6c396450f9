package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.retention.removal.RetentionService;

/** Task {@code purge}: removes a deleted item that can no longer be restored. */
@Keeps({"P19", "P20", "E20"})
public final class PurgeFunction extends EventEdge<Task> {
  private final RetentionService retention;

  public PurgeFunction() {
    this(Wiring.of(PurgeFunction.class));
  }

  PurgeFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.retention = wiring.retention();
  }

  @Override
  protected void handle(Task task) {
    retention.handle(task);
  }
}
