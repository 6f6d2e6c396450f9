package com.anykoma.privacy.improvement.detection;

import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Fields;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Finds out which kinds of data that prompts must not contain are in a document's text (P32). */
public record SensitiveText(TextDetector detector) {
  public SensitiveText {
    Objects.requireNonNull(detector);
  }

  /** The sensitive kinds in the opened text fields; the matched text is not kept. */
  public Set<SpanType> kinds(Location location, Fields opened) {
    Set<SpanType> kinds = EnumSet.noneOf(SpanType.class);
    ContentText.all(location, opened)
        .flatMap(it -> detector.detect(it, SubjectIdentifiers.NONE).stream())
        .map(Span::type)
        .filter(SpanType::isSensitive)
        .forEach(kinds::add);
    return kinds;
  }
}
