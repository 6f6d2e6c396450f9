package com.anykoma.privacy.collection.census;

import java.util.Objects;

/**
 * The documents outside every location of the data map, in all collections of one shape.
 *
 * @param database the database's name in the data map; {@code realtime} for nodes of the Realtime
 *     Database, one entry each
 * @param shape the collection's path without document ids: {@code users/{}/photos}; clients may
 *     choose these names, so never log them
 * @param documents number of such documents directly in these collections
 */
public record UnlistedCollection(String database, String shape, long documents) {
  public UnlistedCollection {
    Objects.requireNonNull(database);
    Objects.requireNonNull(shape);
  }

  @Override
  public String toString() {
    return "[unlisted collection in " + database + "]";
  }
}
