package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.TaskEvents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.proof.verification.CertifyService;

/** Task {@code certify}: the second reader looks whether what was removed is gone, and signs it. */
@Keeps({"P20", "P23", "E28"})
public final class CertifyFunction extends EventEdge<Task> {
  private final CertifyService certifying;

  public CertifyFunction() {
    this(Wiring.of(CertifyFunction.class));
  }

  CertifyFunction(Wiring wiring) {
    super(TaskEvents::task);
    this.certifying = wiring.certifying();
  }

  @Override
  protected void handle(Task task) {
    certifying.handle(task);
  }
}
