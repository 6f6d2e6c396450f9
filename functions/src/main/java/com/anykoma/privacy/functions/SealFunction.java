package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.edge.TaskEvents.attribute;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.training.SealingService;

/** Task {@code seal}: seals what a subject made before their plan came to protect it. */
@Keeps({"P10", "E1", "E2"})
public final class SealFunction extends EventEdge<Task> {
  private final SealingService sealing;

  public SealFunction() {
    this(Wiring.of(SealFunction.class));
  }

  SealFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.sealing = wiring.sealing();
  }

  @Override
  protected void handle(Task task) {
    sealing.seal(new SubjectId(attribute(task, "subject")), task);
  }
}
