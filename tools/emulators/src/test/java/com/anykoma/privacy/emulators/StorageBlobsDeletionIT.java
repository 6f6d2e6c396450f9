package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.BlobsDeletionContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Holds Cloud Storage's adapter to the contract of deletion: see {@link StorageBuckets}. */
@SuppressWarnings("NullAway.Init")
final class StorageBlobsDeletionIT extends BlobsDeletionContract {
  @TempDir private static Path directory;
  private static StorageBuckets buckets;

  @BeforeAll
  static void open() {
    buckets = new StorageBuckets(directory);
  }

  @AfterAll
  static void close() {
    buckets.close();
  }

  @Override
  protected Blobs blobs() {
    return buckets.blobs();
  }

  @Override
  protected String bucket() {
    return StorageBuckets.BUCKET;
  }

  @Override
  protected String versionedBucket() {
    return StorageBuckets.VERSIONED_BUCKET;
  }

  @Override
  protected String unique(String stem) {
    return buckets.unique(stem);
  }
}
