package com.anykoma.privacy.collection.census;

import com.anykoma.privacy.collection.datamap.DataMap;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Page;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Scans every generation of every object in one bucket. */
final class BucketCensusScan implements CensusScan {
  private final Blobs blobs;
  private final DataMap dataMap;
  private final String bucket;
  private final Map<String, LocationTally> tallies;
  private Optional<String> next;
  private Optional<String> lastUnlisted = Optional.empty();
  private long unlisted;
  private boolean done;

  /**
   * @param tallies the tallies by the names of their locations
   * @param token the token of an earlier scan to continue from
   */
  BucketCensusScan(
      Blobs blobs,
      DataMap dataMap,
      String bucket,
      Map<String, LocationTally> tallies,
      Optional<String> token) {
    this.blobs = blobs;
    this.dataMap = dataMap;
    this.bucket = bucket;
    this.tallies = tallies;
    this.next = token;
  }

  @Override
  public Optional<String> token() {
    return next;
  }

  @Override
  public int next(int max) {
    Page<Blob> page = blobs.listGenerations(bucket, "", next, max);
    page.items().forEach(this::count);
    next = page.next();
    done = next.isEmpty();
    return page.items().size();
  }

  private void count(Blob blob) {
    Optional<Location> location = dataMap.locationOf(blob.id());
    if (location.isPresent()) {
      Objects.requireNonNull(tallies.get(location.get().name())).add(blob);
    } else if (!lastUnlisted.equals(Optional.of(blob.id().name()))) {
      lastUnlisted = Optional.of(blob.id().name()); // its other generations follow in the listing
      unlisted++;
    }
  }

  String bucket() {
    return bucket;
  }

  /** Returns the number of objects outside every location. */
  long unlisted() {
    return unlisted;
  }

  @Override
  public boolean isDone() {
    return done;
  }
}
