package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.functions.events.TaskEvents;
import com.anykoma.privacy.platform.TaskPayload.Due;

/**
 * Task {@code corpus}: copies an admitted item without identifiers, or recalls the released copies
 * of a withdrawn one.
 */
@Keeps({"P3", "P5", "P6", "P8", "P25", "E30"})
public final class CorpusFunction extends EventFrame<Due> {
  public CorpusFunction() {
    this(Wiring.of(CorpusFunction.class));
  }

  CorpusFunction(Wiring wiring) {
    super(TaskEvents.of(Due::of), wiring.services().corpusEntryWork()::handle);
  }
}
