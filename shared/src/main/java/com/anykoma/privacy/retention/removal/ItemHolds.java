package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.subject.SubjectHash;

/**
 * Where the legal hold on an item is kept, {@code holds/{id}}, and whether it still needs the item:
 * a purge waits until the hold has its copy (E21).
 */
public final class ItemHolds {
  /** The field that says how far a hold has come. */
  public static final String STATE = "state";

  /** The state of a hold that has no copy yet. */
  public static final String PLACED = "placed";

  private ItemHolds() {}

  /** The path of the hold on an item, be there one or not. */
  public static DocumentPath pathOf(SubjectHash hash, DocumentPath item) {
    return OwnCollections.HOLDS.document(hash.of("hold", item.value()));
  }

  /** Whether the hold has no copy of its item yet. */
  public static boolean isPlaced(Document hold) {
    return hold.fields().string(STATE).filter(PLACED::equals).isPresent();
  }
}
