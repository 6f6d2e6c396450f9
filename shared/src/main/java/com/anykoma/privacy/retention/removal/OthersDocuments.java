package com.anykoma.privacy.retention.removal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A count of documents beneath a person's documents that belong to other people or to no location
 * of the data map, and their outcome when the person's documents are deleted (P19, P23). Contains
 * no identifiers.
 *
 * @param location the data map's name, or {@code unlisted}
 * @param outcome {@code stays} or {@code removed}
 */
public record OthersDocuments(String location, String outcome, long count) {
  public OthersDocuments {
    Objects.requireNonNull(location);
    Objects.requireNonNull(outcome);
  }

  /** Sums the counts by location and outcome, sorted by location. */
  public static List<OthersDocuments> sum(Stream<OthersDocuments> counts) {
    Map<String, OthersDocuments> sums = new TreeMap<>();
    counts.forEach(
        each ->
            sums.merge(
                each.location + " " + each.outcome,
                each,
                (a, b) -> new OthersDocuments(a.location, a.outcome, a.count + b.count)));
    return List.copyOf(sums.values());
  }

  /** {@code notes stays 3}. */
  @Override
  public String toString() {
    return location + " " + outcome + " " + count;
  }
}
