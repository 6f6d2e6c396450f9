package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.rights.erasure.ErasingService;

/**
 * Task {@code late-write}: looks for what came back of an erased person, and orders its removal.
 */
@Keeps({"P20", "P23", "E11", "E13", "E17"})
public final class LateWriteFunction extends EventEdge<Task> {
  private final ErasingService erasing;

  public LateWriteFunction() {
    this(Wiring.of(LateWriteFunction.class));
  }

  LateWriteFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.erasing = wiring.erasing();
  }

  @Override
  protected void handle(Task task) {
    erasing.handleLateWrite(task);
  }
}
