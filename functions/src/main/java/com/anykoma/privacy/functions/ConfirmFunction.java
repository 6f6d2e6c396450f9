package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.Decision;

/** Task {@code confirm}: applies an operator's decision about blocked deletions. */
@Keeps({"P19"})
public final class ConfirmFunction extends EventFrame<Decision> {
  public ConfirmFunction() {
    this(Wiring.of(ConfirmFunction.class));
  }

  ConfirmFunction(Wiring wiring) {
    super(TaskEvents.of(Decision::of), wiring.services().confirmations()::handle);
  }
}
