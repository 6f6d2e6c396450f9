package com.anykoma.privacy.collection.datamap;

import java.util.Objects;

/** How a location's data says whose it is. */
public sealed interface SubjectLocator {
  /**
   * By an id of the path.
   *
   * @param id its name in the pattern, without braces
   */
  record InPath(String id) implements SubjectLocator {
    public InPath {
      Objects.requireNonNull(id);
    }
  }

  /**
   * By a field that holds the uid.
   *
   * @param field dotted when it lies in a map: {@code scope.owner.id} is three names (E25)
   */
  record InField(String field) implements SubjectLocator {
    public InField {
      Objects.requireNonNull(field);
    }
  }

  /**
   * By a field that holds the last id of a document of another location, which says whose it is.
   *
   * @param location the other location's name
   */
  record Through(String field, String location) implements SubjectLocator {
    public Through {
      Objects.requireNonNull(field);
      Objects.requireNonNull(location);
    }
  }

  /** Only by a keyed hash: it can be asked about a person, but it names nobody. */
  record Hashed() implements SubjectLocator {}

  /** Not at all: it is about nobody. */
  record None() implements SubjectLocator {}
}
