package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.StoredName;

/**
 * What becomes of other people's documents that lie beneath a person's document when that goes
 * (P19, P23). They are never removed as a part of it.
 */
public enum SharedRule implements StoredName {
  /** They stay where they are; the person's document goes. */
  STAYS,
  /**
   * They stay, and while there are any an erasure keeps the document above them, with a keyed hash
   * in place of the uid and without all else that is about a person.
   */
  REASSIGNED,
  /** Each is removed too, by a purge order of its own in its owner's name. */
  REMOVED
}
