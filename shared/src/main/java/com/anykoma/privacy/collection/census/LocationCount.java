package com.anykoma.privacy.collection.census;

import java.util.List;
import java.util.Objects;

/**
 * What was found at one location of the data map.
 *
 * @param seen how many of its documents, or of its objects' generations, were looked at
 * @param withUnlistedFields how many of them have fields that the map does not name
 * @param unlistedFields the first of these fields, dotted: what a client wrote, so for no log
 * @param overAge how many are older than their class lets them be
 * @param withoutSubject how many do not say whose they are though the map says that they do
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

  /** Whether all of it is as the map says. */
  public boolean clean() {
    return withUnlistedFields == 0 && overAge == 0 && withoutSubject == 0;
  }

  @Override
  public String toString() {
    return "[count of " + location + "]";
  }
}
