package com.anykoma.privacy.improvement.corpus;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import java.util.Map;

/** Removes what identifies people from the text fields of an item (P5). */
@FunctionalInterface
public interface Deidentification {
  /**
   * The de-identified text of each text field, by the field's name, without texts that stay risky.
   *
   * @param owner whose own identifiers are removed too
   * @param item the item's fields in plaintext
   */
  Map<String, String> of(SubjectId owner, Location location, Fields item);
}
