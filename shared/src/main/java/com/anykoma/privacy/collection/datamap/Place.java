package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Query;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Where a location's data lies: what to ask which port for. */
public sealed interface Place {
  /**
   * Documents with paths of one shape.
   *
   * @param database its name in this product: {@link #MAIN} or {@link #KEYS}
   */
  record Documents(String database, PathPattern path) implements Place {
    /** The database of everything that has no database of its own. */
    public static final String MAIN = "main";

    /** The database of the subjects' wrapped keys. */
    public static final String KEYS = "keys";

    public Documents {
      if (!database.equals(MAIN) && !database.equals(KEYS)) {
        throw new IllegalArgumentException("a database is " + MAIN + " or " + KEYS);
      }
      if (!path.isDocument()) {
        throw new IllegalArgumentException(
            "a document's path is fixed collections and ids in turn, such as users/{uid}");
      }
    }

    /**
     * All documents with these ids: in their one collection where the ids tell which, else in every
     * collection of its id, which may have others' documents too (E23).
     *
     * @throws IllegalArgumentException when an id is not valid
     */
    public Query among(Map<String, String> ids) {
      List<String> leading = path.leading(ids);
      int parent = path.segments().size() - 1;
      return leading.size() >= parent
          ? Query.in(new CollectionPath(String.join("/", leading.subList(0, parent))))
          : Query.group(path.segments().get(parent - 1));
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
      return mine.database().equals(theirs.database()) && mine.path().overlaps(theirs.path());
    }
    if (this instanceof Blobs mine && other instanceof Blobs theirs) {
      return mine.bucket().equals(theirs.bucket()) && mine.path().overlaps(theirs.path());
    }
    return equals(other);
  }
}
