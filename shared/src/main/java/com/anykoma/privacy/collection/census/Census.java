package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.log.LogEntry;
import com.anykoma.privacy.log.LogField;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The result of comparing the stores with the data map: counts per location, and the data outside
 * every location (P2, P11-P15). Clients may choose names of fields and collections, so show them
 * only on a terminal and never log them.
 *
 * @param complete whether all data was read
 * @param locations the counts of each location of documents or blobs, in the order of the data map
 * @param unlistedCollections collections with documents outside every location
 * @param unlistedBlobs number of objects outside every location, by bucket; without zeros
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

  /** Whether the data that was read has no violations. */
  public boolean clean() {
    return locations.stream().allMatch(LocationCount::clean)
        && unlistedCollections.isEmpty()
        && unlistedBlobs.isEmpty();
  }

  /** Returns the counts as fields of a log line, without names that clients choose. */
  public LogEntry[] counts() {
    return new LogEntry[] {
      LogField.COMPLETE.of(complete),
      LogField.SEEN.of(sum(LocationCount::seen)),
      LogField.UNLISTED_FIELDS.of(sum(LocationCount::withUnlistedFields)),
      LogField.OVER_AGE.of(sum(LocationCount::overAge)),
      LogField.WITHOUT_SUBJECT.of(sum(LocationCount::withoutSubject)),
      LogField.UNLISTED_COLLECTIONS.of(unlistedCollections.size()),
      LogField.UNLISTED_BLOBS.of(unlistedBlobs.values().stream().mapToLong(it -> it).sum()),
      LogField.IN.of(
          locations.stream().filter(each -> !each.clean()).map(LocationCount::location).toList())
    };
  }

  private long sum(ToLongFunction<LocationCount> count) {
    return locations.stream().mapToLong(count).sum();
  }
}
