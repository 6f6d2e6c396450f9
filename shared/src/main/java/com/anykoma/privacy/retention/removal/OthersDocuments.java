package com.anykoma.privacy.retention.removal;

import java.util.Objects;

/**
 * How many documents of other people, or of a place that the data map does not name, lie beneath a
 * person's documents, and what becomes of them when these go (P19, P23). Contains no identifiers.
 *
 * @param location by the data map's name, or {@code unlisted}
 * @param becomes a word of the data map: {@code stays} or {@code removed}
 */
public record OthersDocuments(String location, String becomes, long count) {
  public OthersDocuments {
    Objects.requireNonNull(location);
    Objects.requireNonNull(becomes);
  }

  /** The sum of two counts of one location. */
  OthersDocuments plus(OthersDocuments more) {
    return new OthersDocuments(location, becomes, count + more.count);
  }

  /** {@code notes stays 3}. */
  @Override
  public String toString() {
    return location + " " + becomes + " " + count;
  }
}
