package com.anykoma.privacy.collection.datamap;

import java.util.Objects;
import java.util.Optional;

/**
 * A relation from a location to another one, which determines whether the target's data is deleted
 * with the source's data.
 *
 * @param to the name of the target location
 * @param by the field with the ids of the target's data; present exactly for {@code COUNTED}
 */
public record LocationEdge(Kind kind, String to, Optional<String> by) {
  /** The kind of relation. */
  public enum Kind {
    /** The target is part of the source and is deleted with it. */
    OWNED,
    /** The target was derived from the source and is deleted with it. */
    DERIVED,
    /** The target is independent and is not deleted (E20). */
    SHARED,
    /** The target is reference-counted and is deleted with its last source (E20). */
    COUNTED
  }

  public LocationEdge {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(to);
    if (by.isPresent() != (kind == Kind.COUNTED)) {
      throw new IllegalArgumentException("only a counted edge names a field, and it must name one");
    }
  }

  /** Whether the target is deleted with every source. */
  public boolean isCascading() {
    return kind == Kind.OWNED || kind == Kind.DERIVED;
  }
}
