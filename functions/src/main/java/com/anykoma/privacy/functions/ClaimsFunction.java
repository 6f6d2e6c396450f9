package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.UpdateClaims;

/** Task {@code claims}: sets an account's custom claims to match its plan. */
@Keeps({"P7", "E5", "E9"})
public final class ClaimsFunction extends EventFrame<UpdateClaims> {
  public ClaimsFunction() {
    this(Wiring.of(ClaimsFunction.class));
  }

  ClaimsFunction(Wiring wiring) {
    super(TaskEvents.of(UpdateClaims::of), wiring.services().claims()::handle);
  }
}
