package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.Decision;

/** Task {@code confirm}: an operator confirms or denies deletions that the circuit breaker blocked. */
@Keeps({"P19"})
public final class ConfirmFunction extends EventFrame<Decision> {
  public ConfirmFunction() {
    this(Wiring.of(ConfirmFunction.class));
  }

  ConfirmFunction(Wiring wiring) {
    super(TaskEvents.of(Decision::of), wiring.services().confirmations()::handle);
  }
}
