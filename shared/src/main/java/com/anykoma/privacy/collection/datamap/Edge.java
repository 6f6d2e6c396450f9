package com.anykoma.privacy.collection.datamap;

import java.util.Objects;
import java.util.Optional;

/**
 * How a location's data leads to data elsewhere, and whether that goes when this goes.
 *
 * @param to the name of the other location
 * @param by the field that holds the ids of the other data; present exactly when it is counted
 */
public record Edge(Kind kind, String to, Optional<String> by) {
  /** What the other data is to this. */
  public enum Kind {
    /** It is a part of this and goes with it. */
    OWNED,
    /** It was made from this and goes with it. */
    DERIVED,
    /** It has a life of its own and stays (E20). */
    SHARED,
    /** Several may lead to it: it goes with the last that does (E20). */
    COUNTED
  }

  public Edge {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(to);
    if (by.isPresent() != (kind == Kind.COUNTED)) {
      throw new IllegalArgumentException("a counted edge, and no other, names a field");
    }
  }

  /** Whether what it leads to goes too. */
  public boolean isDeep() {
    return kind == Kind.OWNED || kind == Kind.DERIVED;
  }
}
