package com.anykoma.privacy.functions;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.functions.edge.ContentEdge;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.OpenedBlob;
import com.anykoma.privacy.rights.access.ContentAccessService;
import java.util.Optional;

/** HTTP, ID token: opens what the person who asks has made, for them alone. */
@Keeps({"P10", "P16", "P22"})
public final class ContentFunction extends ContentEdge {
  private final ContentAccessService content;

  public ContentFunction() {
    this(Wiring.of(ContentFunction.class));
  }

  ContentFunction(Wiring wiring) {
    super(wiring.accounts());
    this.content = wiring.contentAccess();
  }

  @Override
  protected Optional<Fields> document(SubjectId asking, String collection, String id) {
    return content.document(asking, collection, id);
  }

  @Override
  protected Optional<OpenedBlob> blob(SubjectId asking, String collection, String id) {
    return content.blob(asking, collection, id);
  }
}
