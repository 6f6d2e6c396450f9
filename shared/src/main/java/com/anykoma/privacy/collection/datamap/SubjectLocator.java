package com.anykoma.privacy.collection.datamap;

import java.util.Objects;

/** How a location's data names the person whom it is about. */
public sealed interface SubjectLocator {
  /** An id in the path, named without braces, is the uid. */
  record InPath(String id) implements SubjectLocator {
    public InPath {
      Objects.requireNonNull(id);
    }
  }

  /**
   * A field has the uid.
   *
   * @param field a dotted name for a field within maps: {@code scope.owner.id} is three names (E25)
   */
  record InField(String field) implements SubjectLocator {
    public InField {
      Objects.requireNonNull(field);
    }
  }

  /** A field with {@code subjects: yes} has the uids of all owners; an erasure removes one uid. */
  record InList(String field) implements SubjectLocator {
    public InList {
      Objects.requireNonNull(field);
    }
  }

  /** A field has the document id of another location's document, which names the person. */
  record Through(String field, String location) implements SubjectLocator {
    public Through {
      Objects.requireNonNull(field);
      Objects.requireNonNull(location);
    }
  }

  /** An id in the path is of another location's document, which names the person. */
  record ThroughPath(String id, String location) implements SubjectLocator {
    public ThroughPath {
      Objects.requireNonNull(id);
      Objects.requireNonNull(location);
    }
  }

  /** Only a keyed hash of the uid: data of a known person can be found, but no uid is stored. */
  record Hashed() implements SubjectLocator {}

  /** The data is not about a person. */
  record None() implements SubjectLocator {}
}
