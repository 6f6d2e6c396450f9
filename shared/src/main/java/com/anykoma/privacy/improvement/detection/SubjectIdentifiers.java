package com.anykoma.privacy.improvement.detection;

import com.anykoma.privacy.Sensitive;
import java.util.Objects;
import java.util.Set;

/**
 * The identifiers of the person whose text is examined: name, e-mail address and its local part,
 * uid and handle, as far as they are known. Each occurrence in the text is a span of type {@link
 * SpanType#SUBJECT}.
 */
public record SubjectIdentifiers(Sensitive<Set<String>> values) {
  /** For text whose author is unknown. */
  public static final SubjectIdentifiers NONE = of(Set.of());

  public SubjectIdentifiers {
    Objects.requireNonNull(values);
  }

  /** The identifiers as they are stored; parts such as the local part are derived from them. */
  public static SubjectIdentifiers of(Set<String> values) {
    return new SubjectIdentifiers(Sensitive.of(Set.copyOf(values)));
  }
}
