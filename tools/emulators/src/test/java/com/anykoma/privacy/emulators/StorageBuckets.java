package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.anykoma.privacy.platform.google.StorageBlobs;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cloud Storage's adapter with two buckets of the fake. With {@code -Dstorage.project=P
 * -Dstorage.bucket=B -Dstorage.versionedBucket=V} it opens real buckets instead, with the machine's
 * application default credentials: B without and V with object versioning. Its objects have a
 * prefix of its own and are deleted when it is closed.
 */
final class StorageBuckets implements AutoCloseable {
  /** Keeps only live generations. */
  static final String BUCKET = "uploads";

  /** Keeps noncurrent generations. */
  static final String VERSIONED_BUCKET = "versioned";

  private final String run = "it-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  private final AtomicInteger tests = new AtomicInteger();
  private final FakeStorage storage;
  private final StorageBlobs blobs;

  /** Opens the buckets; the fake stores its objects in {@code directory}. */
  StorageBuckets(Path directory) {
    storage = FakeStorage.start(directory, Set.of("real-" + BUCKET), Set.of(VERSIONED_BUCKET));
    blobs =
        StorageBlobs.open(
            Optional.ofNullable(System.getProperty("storage.project"))
                .map(StorageBuckets::real)
                .orElseGet(() -> settingsFor(storage.uri())));
  }

  private static GoogleSettings real(String project) {
    return settings(
        project,
        System.getProperty("storage.bucket"),
        System.getProperty("storage.versionedBucket"),
        Map.of());
  }

  /** Settings for a fake with a bucket {@code real-uploads} and one {@code versioned}. */
  static GoogleSettings settingsFor(URI uri) {
    return settings("demo-blobs", "real-" + BUCKET, VERSIONED_BUCKET, Map.of(Service.STORAGE, uri));
  }

  private static GoogleSettings settings(
      String project, String bucket, String versioned, Map<Service, URI> endpoints) {
    return new GoogleSettings(
        project,
        "(default)",
        Optional.empty(),
        Map.of(BUCKET, bucket, VERSIONED_BUCKET, versioned),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        endpoints,
        0);
  }

  /** The adapter. */
  StorageBlobs blobs() {
    return blobs;
  }

  /** A prefix that no other test uses. */
  String unique(String stem) {
    return run + "/" + tests.incrementAndGet() + "/" + stem;
  }

  /** Deletes the objects. */
  @Override
  public void close() {
    for (String bucket : List.of(BUCKET, VERSIONED_BUCKET)) {
      Page<Blob> page;
      do {
        page = blobs.listGenerations(bucket, run, Optional.empty(), 100);
        page.items().forEach(blobs::delete);
      } while (page.next().isPresent());
    }
    blobs.close();
    storage.close();
  }
}
