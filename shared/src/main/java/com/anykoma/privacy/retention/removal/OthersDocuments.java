package com.anykoma.privacy.retention.removal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

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

  /** One count of each location and of what becomes of it, in the order of locations. */
  public static List<OthersDocuments> sum(Stream<OthersDocuments> counts) {
    Map<String, OthersDocuments> sums = new TreeMap<>();
    counts.forEach(
        each ->
            sums.merge(
                each.location + " " + each.becomes,
                each,
                (a, b) -> new OthersDocuments(a.location, a.becomes, a.count + b.count)));
    return List.copyOf(sums.values());
  }

  /** {@code notes stays 3}. */
  @Override
  public String toString() {
    return location + " " + becomes + " " + count;
  }
}
