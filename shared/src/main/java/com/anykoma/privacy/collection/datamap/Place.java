package com.anykoma.privacy.collection.datamap;

import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Query;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The store of a location's data, and the paths or object kind within the store. */
public sealed interface Place {
  /** Documents whose paths match one pattern. */
  record Documents(String database, PathPattern path) implements Place {
    /** The default database. */
    public static final String MAIN = "main";

    /** The database of subjects' wrapped keys. */
    public static final String KEYS = "keys";

    public Documents {
      if (!database.equals(MAIN) && !database.equals(KEYS)) {
        throw new IllegalArgumentException("a database is " + MAIN + " or " + KEYS);
      }
      if (!path.isDocument()) {
        throw new IllegalArgumentException(
            "a document's path must alternate fixed collections and {ids}");
      }
    }

    /**
     * Returns a query for all documents with these ids: of one collection if the ids determine it,
     * else of the collection group, which may also return other documents (E23).
     */
    public Query among(Map<String, String> ids) {
      List<String> leading = path.leading(ids);
      int parent = path.segments().size() - 1;
      return leading.size() >= parent
          ? Query.in(new CollectionPath(String.join("/", leading.subList(0, parent))))
          : Query.group(path.segments().get(parent - 1));
    }
  }

  /** Blobs whose names match one pattern, in a bucket whose real name only the adapter knows. */
  record Blobs(String bucket, PathPattern path) implements Place {
    public Blobs {
      Objects.requireNonNull(bucket);
      Objects.requireNonNull(path);
    }
  }

  /** Nodes of the Realtime Database whose paths match one pattern, with all values beneath. */
  record Realtime(PathPattern path) implements Place {
    public Realtime {
      if (path.leading(Map.of()).isEmpty()) {
        throw new IllegalArgumentException(
            "a path in the Realtime Database starts with fixed keys, such as status/{uid}");
      }
    }
  }

  /** The sign-in accounts. */
  record Accounts() implements Place {}

  /** Records of one kind, such as {@code customer}, at the payment provider. */
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

  /** Returns the path pattern; empty for places without paths. */
  default Optional<PathPattern> pattern() {
    if (this instanceof Documents documents) {
      return Optional.of(documents.path());
    }
    if (this instanceof Realtime realtime) {
      return Optional.of(realtime.path());
    }
    return this instanceof Blobs blobs ? Optional.of(blobs.path()) : Optional.empty();
  }

  /** Whether one piece of data could be in both places. */
  default boolean overlaps(Place other) {
    if (this instanceof Documents own && other instanceof Documents that) {
      return own.database().equals(that.database()) && own.path().overlaps(that.path());
    }
    if (this instanceof Blobs own && other instanceof Blobs that) {
      return own.bucket().equals(that.bucket()) && own.path().overlaps(that.path());
    }
    if (this instanceof Realtime own && other instanceof Realtime that) {
      return own.path().overlaps(that.path());
    }
    return equals(other);
  }
}
