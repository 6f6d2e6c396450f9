package com.anykoma.privacy.collection.census;

import java.util.Objects;

/**
 * A collection, or all those of one shape, with documents that no location of the data map names.
 *
 * @param database as the data map names it
 * @param shape its path with the documents' ids left out: {@code users/{}/photos}; somebody chose
 *     these names, so they are for no log
 * @param documents how many such documents were seen directly in them
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
