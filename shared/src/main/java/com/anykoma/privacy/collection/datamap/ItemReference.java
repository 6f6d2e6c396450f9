package com.anykoma.privacy.collection.datamap;

import java.util.Objects;

/**
 * How a record says which item it is about, so that it can be found when the item goes.
 *
 * @param field holds the item's name
 */
public record ItemReference(String field, Form form) {
  /** What the field holds. */
  public enum Form {
    /** The whole path of the item's document, which is its blob's name too. */
    PATH,
    /** The last collection and id of that path: {@code prompts/p1}. */
    RELATIVE
  }

  public ItemReference {
    Objects.requireNonNull(field);
    Objects.requireNonNull(form);
  }
}
