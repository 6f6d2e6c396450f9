package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.BlobsContract;
import com.anykoma.privacy.platform.BlobsDeletionContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contracts of blobs against Cloud Storage's adapter; see {@link StorageBuckets}. */
@SuppressWarnings("NullAway.Init")
final class StorageBlobsIT {
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

  /** The contract of reads, writes and listings. */
  @Nested
  final class ReadsAndWrites extends BlobsContract {
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

  /** The contract of deletion. */
  @Nested
  final class Deletion extends BlobsDeletionContract {
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
}
