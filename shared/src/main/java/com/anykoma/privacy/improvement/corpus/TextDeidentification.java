package com.anykoma.privacy.improvement.corpus;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.collection.datamap.DataField;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.improvement.detection.Deidentifier;
import com.anykoma.privacy.improvement.detection.SubjectIdentifiers;
import com.anykoma.privacy.platform.Fields;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** De-identifies the fields of content that are texts; all other fields are left out. */
public record TextDeidentification(Deidentifier deidentifier) implements Deidentification {
  private static final Set<String> TEXT = Set.of("user.content", "user.content.private");

  @Override
  public Optional<Map<String, String>> of(SubjectId owner, Location location, Fields item) {
    SubjectIdentifiers identifiers = SubjectIdentifiers.of(Set.of(owner.value()));
    Map<String, String> texts = new HashMap<>();
    for (DataField each : location.fields()) {
      if (TEXT.contains(each.category().key())
          && item.at(each.name()).orElse("") instanceof String text
          && !text.isEmpty()) {
        Optional<String> deidentified = deidentifier.deidentify(text, identifiers);
        if (deidentified.isEmpty()) {
          return Optional.empty();
        }
        texts.put(each.name(), deidentified.get());
      }
    }
    return Optional.of(texts);
  }
}
