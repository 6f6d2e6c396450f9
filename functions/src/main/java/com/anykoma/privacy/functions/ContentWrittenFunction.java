package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.platform.DocumentChange;

/**
 * A write to a document of stamped content: stamps it, seals it and orders its purge. The other
 * steps run even when one fails.
 */
@Keeps({"P3", "P8", "E1", "E2"})
public final class ContentWrittenFunction extends EventFrame<DocumentChange> {
  public ContentWrittenFunction() {
    this(Wiring.of(ContentWrittenFunction.class));
  }

  ContentWrittenFunction(Wiring wiring) {
    super(
        wiring.documentEvents(),
        Handler.each(
            wiring.services().deletions()
                ::written, // first, while the document's update time is still the app's write
            wiring.services().stamping()::written,
            wiring.services().sealing()::sealWritten)); // last: it reads the stamp
  }
}
