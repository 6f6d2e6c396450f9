package com.anykoma.privacy;

import com.anykoma.privacy.platform.DocumentPath;
import java.util.Objects;
import java.util.Optional;

/**
 * The person whose data it is: a Firebase Auth uid of 1 to 128 characters that is also a valid
 * document id, so that no id can reach into a neighbour's paths (E23). Prints as {@code [subject]}.
 */
public record SubjectId(String value) {
  /** Firebase Auth's limit, in UTF-16 code units. */
  private static final int MAX_LENGTH = 128;

  public SubjectId {
    Objects.requireNonNull(value);
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a uid has at most " + MAX_LENGTH + " characters");
    }
    DocumentPath.requireId(value);
  }

  /** The same; empty for what can be nobody's uid. */
  public static Optional<SubjectId> of(String value) {
    try {
      return Optional.of(new SubjectId(value));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "[subject]";
  }
}
