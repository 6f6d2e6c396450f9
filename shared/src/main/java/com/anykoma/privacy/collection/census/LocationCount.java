package com.anykoma.privacy.collection.census;

import java.util.List;
import java.util.Objects;

/**
 * The census counts of one location of the data map.
 *
 * @param seen number of documents, or of object generations, that were read
 * @param withUnlistedFields number of documents with fields that are not in the map
 * @param unlistedFields dotted names of the first such fields; clients choose them, so never log
 *     them
 * @param overAge number of items older than their retention class permits
 * @param withoutSubject number of documents that do not name a subject although the map requires it
 */
public record LocationCount(
    String location,
    long seen,
    long withUnlistedFields,
    List<String> unlistedFields,
    long overAge,
    long withoutSubject) {
  public LocationCount {
    Objects.requireNonNull(location);
    unlistedFields = List.copyOf(unlistedFields);
  }

  /** Whether all data conforms to the map. */
  public boolean clean() {
    return withUnlistedFields == 0 && overAge == 0 && withoutSubject == 0;
  }

  @Override
  public String toString() {
    return "[count of " + location + "]";
  }
}
