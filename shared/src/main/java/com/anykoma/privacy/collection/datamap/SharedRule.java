package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.StoredName;

/** The rule for other people's documents beneath a deleted document of a person (P19, P23). */
public enum SharedRule implements StoredName {
  /** They are kept; the person's document is deleted. */
  STAYS,
  /**
   * They are kept. While any exist, an erasure keeps the document above them, replaces its uid by a
   * keyed hash, and removes its other personal data.
   */
  REASSIGNED,
  /** Each is deleted by a separate purge order in its owner's name. */
  REMOVED
}
