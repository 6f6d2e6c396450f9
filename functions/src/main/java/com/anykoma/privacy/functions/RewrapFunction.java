package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.protection.vault.RewrapService;

/** Task {@code rewrap}: wraps keys again after the key-encryption key was rotated, page by page. */
@Keeps({"P16", "P17"})
public final class RewrapFunction extends EventEdge<Task> {
  private final RewrapService rewrap;

  public RewrapFunction() {
    this(Wiring.of(RewrapFunction.class));
  }

  RewrapFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.rewrap = wiring.rewrap();
  }

  @Override
  protected void handle(Task task) {
    rewrap.rewrap(task);
  }
}
