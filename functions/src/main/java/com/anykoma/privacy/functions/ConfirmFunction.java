package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.rights.erasure.ConfirmService;

/** Task {@code confirm}: a person confirms, or denies, deletions that were halted. */
@Keeps({"P19"})
public final class ConfirmFunction extends EventEdge<Task> {
  private final ConfirmService confirmations;

  public ConfirmFunction() {
    this(Wiring.of(ConfirmFunction.class));
  }

  ConfirmFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.confirmations = wiring.confirmations();
  }

  @Override
  protected void handle(Task task) {
    confirmations.handle(task);
  }
}
