package com.anykoma.privacy.collection.datamap;

import java.util.Objects;

/**
 * The field by which a record names its content item, so that it is deleted with the item.
 *
 * @param field the field with the item's name
 */
public record ItemReference(String field, Form form) {
  /** The form of the item's name in the field. */
  public enum Form {
    /** The full path of the item's document, which is also the name of its blob. */
    PATH,
    /** The last collection and id of the document's path: {@code prompts/p1}. */
    RELATIVE
  }

  public ItemReference {
    Objects.requireNonNull(field);
    Objects.requireNonNull(form);
  }
}
