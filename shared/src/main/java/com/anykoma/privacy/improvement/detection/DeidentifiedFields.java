package com.anykoma.privacy.improvement.detection;

import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Takes the text out of a document's opened fields, without personal data and without the fields
 * that could link the copy to its original: ids, paths, numbers, times and device data (P5).
 */
public record DeidentifiedFields(Deidentifier deidentifier) {
  public DeidentifiedFields {
    Objects.requireNonNull(deidentifier);
  }

  /** The de-identified texts by the names of their fields; without risky and blank ones. */
  public Map<String, String> of(Location location, Fields opened, SubjectIdentifiers subject) {
    Map<String, String> texts = new LinkedHashMap<>();
    ContentText.strings(location, opened)
        .forEach(
            (name, text) ->
                deidentifier
                    .deidentify(text, subject)
                    .filter(it -> !it.isBlank())
                    .ifPresent(it -> texts.put(name, it)));
    return Map.copyOf(texts);
  }
}
