package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.subject.SubjectHash;

/** The path and state of the hold on an item, which a purge awaits to be copied (E21). */
public final class ItemHolds {
  public static final String STATE = "state";

  /** The state of a hold that has not copied its item yet. */
  public static final String PLACED = "placed";

  private ItemHolds() {}

  /** The path of the hold on an item, whether or not the hold exists. */
  public static DocumentPath pathOf(SubjectHash hash, DocumentPath item) {
    return OwnCollections.HOLDS.document(hash.of("hold", item.value()));
  }

  public static boolean isPlaced(Document hold) {
    return hold.fields().string(STATE).filter(PLACED::equals).isPresent();
  }
}
