package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.RewrapTask;

/** Task {@code rewrap}: wraps data keys again after a rotation of the key-encryption key. */
@Keeps({"P16", "P17"})
public final class RewrapFunction extends EventFrame<RewrapTask> {
  public RewrapFunction() {
    this(Wiring.of(RewrapFunction.class));
  }

  RewrapFunction(Wiring wiring) {
    super(TaskEvents.of(RewrapTask::of), wiring.services().rewrap()::handle);
  }
}
