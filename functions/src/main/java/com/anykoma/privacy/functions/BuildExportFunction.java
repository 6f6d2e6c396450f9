package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.Due;

/** Task {@code build-export}: builds the next part of an export, or deletes one that has ended. */
@Keeps({"P22", "P24"})
public final class BuildExportFunction extends EventFrame<Due> {
  public BuildExportFunction() {
    this(Wiring.of(BuildExportFunction.class));
  }

  BuildExportFunction(Wiring wiring) {
    super(TaskEvents.of(Due::of), wiring.services().exports()::handle);
  }
}
