package com.anykoma.privacy.collection.census;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What was found by looking at every place where data could be: how much is where the data map
 * says, and what is not (P2, P11-P15). Names of fields and collections may be what a client wrote:
 * they are for a person at a terminal, never for a log.
 *
 * @param complete whether everything was looked at
 * @param locations one count for each location of documents or blobs, in the order of the data map
 * @param unlistedCollections those in which documents are that no location names
 * @param unlistedBlobs for each bucket with some, how many objects no location names
 */
public record Census(
    boolean complete,
    List<LocationCount> locations,
    List<UnlistedCollection> unlistedCollections,
    Map<String, Long> unlistedBlobs) {
  public Census {
    locations = List.copyOf(locations);
    unlistedCollections = List.copyOf(unlistedCollections);
    unlistedBlobs = Map.copyOf(unlistedBlobs);
  }

  /** Whether nothing was found that should not be, as far as was looked. */
  public boolean clean() {
    return locations.stream().allMatch(LocationCount::clean)
        && unlistedCollections.isEmpty()
        && unlistedBlobs.isEmpty();
  }

  /** One line of counts: it holds nothing that a client wrote. */
  public String line() {
    return "census complete="
        + complete
        + " seen="
        + sum(LocationCount::seen)
        + " unlistedFields="
        + sum(LocationCount::withUnlistedFields)
        + " overAge="
        + sum(LocationCount::overAge)
        + " withoutSubject="
        + sum(LocationCount::withoutSubject)
        + " unlistedCollections="
        + unlistedCollections.size()
        + " unlistedBlobs="
        + new TreeMap<>(unlistedBlobs)
        + " in="
        + locations.stream().filter(each -> !each.clean()).map(LocationCount::location).toList();
  }

  private long sum(ToLongFunction<LocationCount> count) {
    return locations.stream().mapToLong(count).sum();
  }
}
