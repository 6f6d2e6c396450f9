package com.anykoma.privacy.datamap;

import java.util.Objects;

/**
 * How a location's data leads to data elsewhere.
 *
 * @param to the name of the other location
 */
public record Edge(Kind kind, String to) {
  /** What the other data is to this. */
  public enum Kind {
    /** It goes when this goes. */
    OWNED,
    /** It is referred to, by others too: it stays when this goes (E20). */
    SHARED,
    /** It was made from this. */
    DERIVED
  }

  public Edge {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(to);
  }
}
