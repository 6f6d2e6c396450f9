package com.anykoma.privacy.functions;

import static com.anykoma.privacy.functions.edge.TaskEvents.attribute;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.usage.training.CorpusService;

/** Task {@code withdraw}: takes a subject's content out of the corpus. */
@Keeps({"P6", "P8", "P25"})
public final class WithdrawFunction extends EventEdge<Task> {
  private final CorpusService corpus;

  public WithdrawFunction() {
    this(Wiring.of(WithdrawFunction.class));
  }

  WithdrawFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.corpus = wiring.corpus();
  }

  @Override
  protected void handle(Task task) {
    corpus.withdraw(new SubjectId(attribute(task, "subject")), attribute(task, "cause"));
  }
}
