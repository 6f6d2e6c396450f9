package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.events.EventFrame;
import com.anykoma.privacy.platform.DocumentChange;

/**
 * Firestore {@code users/{uid}/{collection}/{id}}: stamps content, seals it and orders its purge. A
 * step that fails stops no other.
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
            wiring.services().deletions()::written, // first: its time is the document's last write
            wiring.services().stamping()::written,
            wiring.services().sealing()::sealWritten)); // last: it reads the stamp
  }
}
