package com.anykoma.privacy.rights.erasure;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.retention.removal.ItemHolds;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A legal hold that has not ended, as shown to an operator (E21).
 *
 * @param item path of the held item, which identifies its owner
 * @param ground the case or order that requires it
 * @param isKept whether the item has been copied
 */
public record Hold(
    String id, DocumentPath item, String ground, Instant placedAt, Instant until, boolean isKept) {
  public Hold {
    Objects.requireNonNull(id);
    Objects.requireNonNull(item);
    Objects.requireNonNull(ground);
    Objects.requireNonNull(placedAt);
    Objects.requireNonNull(until);
  }

  public static List<Hold> of(Documents documents, SubjectId subject) {
    return Holds.of(documents, subject).stream().map(Hold::read).toList();
  }

  /** The holds on an item that are not released. */
  public static List<Hold> of(Documents documents, DocumentPath item) {
    return Holds.of(documents, item).stream().map(Hold::read).toList();
  }

  private static Hold read(Document hold) {
    return new Hold(
        hold.path().id(),
        Holds.item(hold),
        Holds.ground(hold),
        Holds.placedAt(hold),
        Holds.until(hold),
        !ItemHolds.isPlaced(hold));
  }
}
