package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.functions.edge.EventEdge;
import com.anykoma.privacy.functions.edge.FirestoreEvents;
import com.anykoma.privacy.platform.DocumentChange;
import com.anykoma.privacy.usage.training.ContentService;

/** Firestore {@code users/{uid}/{collection}/{id}}: stamps content, orders its purge. */
@Keeps({"P3", "P8", "E1", "E2"})
public final class ContentWrittenFunction extends EventEdge<DocumentChange> {
  private final ContentService content;

  public ContentWrittenFunction() {
    this(Wiring.of(ContentWrittenFunction.class));
  }

  ContentWrittenFunction(Wiring wiring) {
    super(FirestoreEvents::change);
    this.content = wiring.content();
  }

  @Override
  protected void handle(DocumentChange change) {
    content.written(change);
  }
}
