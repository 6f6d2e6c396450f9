package com.anykoma.privacy.rights.export;

import com.anykoma.privacy.platform.Fields;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** The numbers of a person's entries in each location of the data map, by what happened to them. */
final class EntryCounts {
  /** Entries when the export began. */
  static final String EXPECTED = "expected";

  /** Entries in the archives. */
  static final String WRITTEN = "written";

  /** Those of the written ones that changed since the export began. */
  static final String CHANGED = "changed";

  /** Entries created since, which are not exported. */
  static final String NEWER = "newer";

  /** Entries that cannot be opened. */
  static final String UNREADABLE = "unreadable";

  /** Entries deleted since. */
  static final String DELETED = "deleted";

  private final Map<String, Map<String, Long>> counts = new TreeMap<>();

  /** Reads counts in the form of {@link #fields}. */
  EntryCounts(Fields stored) {
    stored.forEachMap(
        (source, kinds) ->
            kinds.asMap().keySet().forEach(it -> add(source, it, kinds.number(it).orElse(0L))));
  }

  void add(String source, String kind, long more) {
    counts.computeIfAbsent(source, it -> new TreeMap<>()).merge(kind, more, Long::sum);
  }

  long of(String source, String kind) {
    return counts.getOrDefault(source, Map.of()).getOrDefault(kind, 0L);
  }

  /** The entries that were expected and are neither written nor otherwise accounted for. */
  long missing(String source) {
    return of(source, EXPECTED)
        - of(source, WRITTEN)
        - of(source, UNREADABLE)
        - of(source, DELETED);
  }

  /**
   * Whether all entries are accounted for after the last page of the location. Missing ones count
   * as deleted only if the location now has exactly the entries of the pages, because a listing
   * that answered less must not look like a deletion.
   */
  boolean reconcile(String source, LongSupplier present) {
    long missing = missing(source);
    long seen = of(source, EXPECTED) - missing + of(source, NEWER);
    if (missing > 0 && present.getAsLong() == seen) {
      add(source, DELETED, missing);
    }
    return missing(source) == 0;
  }

  /** A map from the source to a map from the kind to the number. */
  Fields fields() {
    return Fields.of(counts);
  }
}
