package com.anykoma.privacy.retention.removal;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.EraseRule.Action;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.collection.datamap.SharedRule;
import com.anykoma.privacy.platform.DocumentPath;
import java.util.Optional;

/**
 * A document beneath a person's document that is not theirs and is therefore not deleted with it
 * (P19, P23).
 *
 * @param location its location; empty if the data map names none
 * @param owner its owner; empty if unknown
 * @param rule the data map's rule for other people's documents there
 */
record ForeignDocument(
    DocumentPath path, Optional<Location> location, Optional<SubjectId> owner, SharedRule rule) {
  /** The place of documents that no location of the data map covers. */
  static final String UNLISTED = "unlisted";

  String place() {
    return location.map(Location::name).orElse(UNLISTED);
  }

  /** Whether its own purge order removes it; never without a known owner. */
  boolean isRemoved() {
    return rule == SharedRule.REMOVED
        && owner.isPresent()
        && location.filter(it -> it.erase().action() == Action.DELETE).isPresent();
  }

  /** Its outcome, a stored name of {@link SharedRule}. */
  String outcome() {
    return isRemoved() ? SharedRule.REMOVED.storedName() : SharedRule.STAYS.storedName();
  }
}
