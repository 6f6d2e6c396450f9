package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.LateWrite;

/** Task {@code late-write}: orders the removal of data written after its subject's erasure. */
@Keeps({"P20", "P23", "E11", "E13", "E17"})
public final class LateWriteFunction extends EventFrame<LateWrite> {
  public LateWriteFunction() {
    this(Wiring.of(LateWriteFunction.class));
  }

  LateWriteFunction(Wiring wiring) {
    super(TaskEvents.of(LateWrite::of), wiring.services().lateWrites()::handle);
  }
}
