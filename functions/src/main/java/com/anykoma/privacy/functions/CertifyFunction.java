package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.CertifyTask;

/** Task {@code certify}: verifies independently that data is deleted, signs a certificate. */
@Keeps({"P20", "P23", "E28"})
public final class CertifyFunction extends EventFrame<CertifyTask> {
  public CertifyFunction() {
    this(Wiring.of(CertifyFunction.class));
  }

  CertifyFunction(Wiring wiring) {
    super(TaskEvents.of(CertifyTask::of), wiring.services().certifying()::handle);
  }
}
