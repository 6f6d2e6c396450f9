package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.rights.erasure.ReplayService;

/** Task {@code replay-tombstones}: erases again whom a restored backup brought back. */
@Keeps({"P20", "E18"})
public final class ReplayTombstonesFunction extends EventEdge<Task> {
  private final ReplayService replay;

  public ReplayTombstonesFunction() {
    this(Wiring.of(ReplayTombstonesFunction.class));
  }

  ReplayTombstonesFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.replay = wiring.replay();
  }

  @Override
  protected void handle(Task task) {
    replay.replay(task);
  }
}
