package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.SharedRule;
import com.anykoma.privacy.platform.DocumentPath;
import java.util.Optional;

/**
 * A document beneath a person's document that is not theirs, so that it does not go with it (P19,
 * P23).
 *
 * @param location where it is; empty where the data map names none
 * @param owner whose it is; empty where that cannot be told
 * @param rule what the data map says of others' documents there
 */
record ForeignDocument(
    DocumentPath path, Optional<Location> location, Optional<SubjectId> owner, SharedRule rule) {
  /** Stands for whatever no location names. */
  static final String UNLISTED = "unlisted";

  /** Its location's name. */
  String place() {
    return location.map(Location::name).orElse(UNLISTED);
  }

  /** Whether it is to be removed by an order of its own: what is nobody's by name never is. */
  boolean isRemoved() {
    return rule == SharedRule.REMOVED
        && owner.isPresent()
        && location.filter(it -> it.erase().action() == Action.DELETE).isPresent();
  }

  /** What becomes of it, a word of the data map. */
  String becomes() {
    return isRemoved() ? SharedRule.REMOVED.storedName() : SharedRule.STAYS.storedName();
  }
}
