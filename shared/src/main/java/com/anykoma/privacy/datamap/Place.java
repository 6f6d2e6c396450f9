package com.anykoma.privacy.datamap;

import java.util.Objects;
import java.util.Optional;

/** Where a location's data lies: what to ask which port for. */
public sealed interface Place {
  /** Documents with paths of one shape. */
  record Documents(PathPattern path) implements Place {
    public Documents {
      if (!path.isDocument()) {
        throw new IllegalArgumentException(
            "a document's path is fixed collections and ids in turn, such as users/{uid}");
      }
    }
  }

  /**
   * Blobs with names of one shape.
   *
   * @param bucket its name in this product; only the adapter knows the provider's
   */
  record Blobs(String bucket, PathPattern path) implements Place {
    public Blobs {
      Objects.requireNonNull(bucket);
      Objects.requireNonNull(path);
    }
  }

  /** The sign-in accounts. */
  record Accounts() implements Place {}

  /**
   * What the payment provider keeps.
   *
   * @param object its kind of record, such as {@code customer}
   */
  record Billing(String object) implements Place {
    public Billing {
      Objects.requireNonNull(object);
    }
  }

  /** A log of the platform, outside the document database. */
  record Log(String log) implements Place {
    public Log {
      Objects.requireNonNull(log);
    }
  }

  /** The shape of the paths, where there are any. */
  default Optional<PathPattern> pattern() {
    if (this instanceof Documents documents) {
      return Optional.of(documents.path());
    }
    return this instanceof Blobs blobs ? Optional.of(blobs.path()) : Optional.empty();
  }

  /** Whether something could lie in both places. */
  default boolean overlaps(Place other) {
    if (this instanceof Documents mine && other instanceof Documents theirs) {
      return mine.path().overlaps(theirs.path());
    }
    if (this instanceof Blobs mine && other instanceof Blobs theirs) {
      return mine.bucket().equals(theirs.bucket()) && mine.path().overlaps(theirs.path());
    }
    return equals(other);
  }
}
