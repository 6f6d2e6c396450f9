package com.anykoma.privacy.emulators;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The generations of objects in {@link FakeStorage}, in the order of listings. Thread-safe. */
final class ObjectIndex {
  private static final Comparator<Position> ORDER =
      Comparator.comparing(Position::bucket)
          .thenComparing(Position::nameBytes, Arrays::compareUnsigned)
          .thenComparingLong(Position::generation);

  private final Set<String> buckets;
  private final Set<String> versionedBuckets;
  private final InstantSource clock;
  private final NavigableMap<Position, StoredObject> generations = new TreeMap<>(ORDER);
  private final TreeMap<Position, Long> live = new TreeMap<>(ORDER);
  private long lastGeneration;

  ObjectIndex(Set<String> buckets, Set<String> versionedBuckets, InstantSource clock) {
    this.buckets = Set.copyOf(buckets);
    this.versionedBuckets = Set.copyOf(versionedBuckets);
    this.clock = clock;
  }

  /** A position in a listing. */
  record Position(String bucket, String name, long generation) {
    private byte[] nameBytes() {
      return name.getBytes(StandardCharsets.UTF_8);
    }

    private static Position of(ObjectKey key, long generation) {
      return new Position(key.bucket(), key.name(), generation);
    }
  }

  /** One page of a listing, and the start of the next page. */
  record Listing(List<StoredObject> objects, Optional<Position> next) {}

  /** The result of a change, with the files that are no longer used. */
  record IndexChange(StoredObject object, List<Path> removed) {}

  void requireBucket(String bucket) {
    if (!buckets.contains(bucket) && !versionedBuckets.contains(bucket)) {
      throw StorageError.noBucket();
    }
  }

  /** Refuses unless this generation is live; 0 requires that none is. */
  synchronized void require(ObjectKey key, OptionalLong ifGeneration) {
    if (ifGeneration.isPresent() && liveGeneration(key) != ifGeneration.getAsLong()) {
      throw StorageError.preconditionFailed();
    }
  }

  private long liveGeneration(ObjectKey key) {
    return live.getOrDefault(Position.of(key, 0), 0L);
  }

  /** Adds a generation and makes it live. */
  synchronized IndexChange add(ObjectDraft draft, Checksums checksums, Path body) {
    ObjectKey key = draft.key();
    require(key, draft.ifGeneration());
    Instant now = clock.instant();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    lastGeneration = Math.max(lastGeneration + 1, micros);
    StoredObject added =
        new StoredObject(
            key,
            lastGeneration,
            1,
            draft.contentType(),
            draft.metadata(),
            checksums,
            body,
            now,
            now);
    List<Path> removed = new ArrayList<>();
    long before = liveGeneration(key);
    if (before != 0 && !versionedBuckets.contains(key.bucket())) {
      removed.add(removed(key, before).body());
    }
    generations.put(Position.of(key, lastGeneration), added);
    live.put(Position.of(key, 0), lastGeneration);
    return new IndexChange(added, removed);
  }

  private StoredObject removed(ObjectKey key, long generation) {
    StoredObject removed = generations.remove(Position.of(key, generation));
    if (removed == null) {
      throw StorageError.noObject(key.bucket(), key.name());
    }
    return removed;
  }

  /** The given generation, or the live one if it is empty. */
  synchronized StoredObject get(ObjectKey key, OptionalLong generation) {
    requireBucket(key.bucket());
    StoredObject found = generations.get(Position.of(key, generation.orElse(liveGeneration(key))));
    if (found == null) {
      throw StorageError.noObject(key.bucket(), key.name());
    }
    return found;
  }

  /** Changes the metadata of the live generation. */
  synchronized StoredObject patch(ObjectKey key, OptionalLong ifGeneration, ObjectPatch patch) {
    StoredObject before = get(key, OptionalLong.empty());
    require(key, ifGeneration);
    StoredObject after = patch.apply(before, clock.instant());
    generations.put(Position.of(key, after.generation()), after);
    return after;
  }

  /** Deletes a generation, or makes the live one noncurrent; returns the file no longer used. */
  synchronized Optional<Path> delete(
      ObjectKey key, OptionalLong generation, OptionalLong ifGeneration) {
    StoredObject found = get(key, generation);
    require(key, ifGeneration);
    live.remove(Position.of(key, 0), found.generation());
    if (generation.isEmpty() && versionedBuckets.contains(key.bucket())) {
      return Optional.empty();
    }
    return Optional.of(removed(key, found.generation()).body());
  }

  /** Lists generations from {@code start} on whose names start with {@code prefix}. */
  synchronized Listing list(
      String bucket, String prefix, Optional<Position> start, int limit, boolean versions) {
    requireBucket(bucket);
    List<StoredObject> listed = new ArrayList<>();
    Position first = start.orElse(new Position(bucket, prefix, 0));
    for (var each : generations.tailMap(first, true).entrySet()) {
      StoredObject object = each.getValue();
      if (!object.key().bucket().equals(bucket) || !object.key().name().startsWith(prefix)) {
        break;
      }
      if (versions || liveGeneration(object.key()) == object.generation()) {
        if (listed.size() == limit) {
          return new Listing(listed, Optional.of(each.getKey()));
        }
        listed.add(object);
      }
    }
    return new Listing(listed, Optional.empty());
  }
}
