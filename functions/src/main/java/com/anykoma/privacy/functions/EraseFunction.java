package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.rights.erasure.ErasingService;

/** Task {@code erase}: carries out an order to erase a person. */
@Keeps({"P20", "P23", "E10", "E26"})
public final class EraseFunction extends EventEdge<Task> {
  private final ErasingService erasing;

  public EraseFunction() {
    this(Wiring.of(EraseFunction.class));
  }

  EraseFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.erasing = wiring.erasing();
  }

  @Override
  protected void handle(Task task) {
    erasing.handle(task);
  }
}
