package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.Withdraw;

/** Task {@code withdraw}: removes a subject's content from the training corpus. */
@Keeps({"P6", "P8", "P25"})
public final class WithdrawFunction extends EventFrame<Withdraw> {
  public WithdrawFunction() {
    this(Wiring.of(WithdrawFunction.class));
  }

  WithdrawFunction(Wiring wiring) {
    super(TaskEvents.of(Withdraw::of), wiring.services().corpus()::handle);
  }
}
