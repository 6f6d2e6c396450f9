package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.BlobsContract;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds Cloud Storage's adapter to the contract, on the double. With {@code -Dstorage.project=P
 * -Dstorage.bucket=B -Dstorage.versionedBucket=V} it runs on real buckets instead, with the
 * machine's application default credentials: B without and V with object versioning. Its objects
 * have a prefix of the run's own and are deleted at the end.
 */
@SuppressWarnings("NullAway.Init")
final class StorageBlobsIT extends BlobsContract {
  private static final String BUCKET = "uploads";
  private static final String VERSIONED_BUCKET = "versioned";
  private static final String RUN =
      "it-" + HexFormat.of().toHexDigits(new SecureRandom().nextLong());
  private static final AtomicInteger TESTS = new AtomicInteger();

  @TempDir private static Path directory;
  private static StorageDouble storage;
  private static StorageBlobs blobs;

  @BeforeAll
  static void open() {
    storage = StorageDouble.start(directory, Set.of("real-" + BUCKET), Set.of(VERSIONED_BUCKET));
    blobs =
        StorageBlobs.open(
            Optional.ofNullable(System.getProperty("storage.project"))
                .map(StorageBlobsIT::real)
                .orElseGet(() -> doubled(storage.uri())));
  }

  private static GoogleSettings real(String project) {
    return settings(
        project,
        System.getProperty("storage.bucket"),
        System.getProperty("storage.versionedBucket"),
        Map.of());
  }

  /** Those for a double with a bucket {@code real-uploads} and one {@code versioned}. */
  static GoogleSettings doubled(URI uri) {
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
        endpoints);
  }

  @AfterAll
  static void close() {
    for (String bucket : List.of(BUCKET, VERSIONED_BUCKET)) {
      Page<Blob> page;
      do {
        page = blobs.listGenerations(bucket, RUN, Optional.empty(), 100);
        page.items().forEach(blobs::delete);
      } while (page.next().isPresent());
    }
    blobs.close();
    storage.close();
  }

  @Override
  protected Blobs blobs() {
    return blobs;
  }

  @Override
  protected String bucket() {
    return BUCKET;
  }

  @Override
  protected String versionedBucket() {
    return VERSIONED_BUCKET;
  }

  @Override
  protected String unique(String stem) {
    return RUN + "/" + TESTS.incrementAndGet() + "/" + stem;
  }
}
