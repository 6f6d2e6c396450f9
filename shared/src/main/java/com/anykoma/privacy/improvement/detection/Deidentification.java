package com.anykoma.privacy.improvement.detection;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import java.util.Map;
import java.util.Optional;

/** Removes personal data from the texts of an item (P5). */
@FunctionalInterface
public interface Deidentification {
  /**
   * Returns the de-identified text of each text field, by the field's name; empty if a text cannot
   * be de-identified reliably.
   *
   * @param opened the fields in plaintext
   */
  Optional<Map<String, String>> of(SubjectId owner, Location location, Fields opened);
}
