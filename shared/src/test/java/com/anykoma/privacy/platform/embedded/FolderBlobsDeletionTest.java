package com.anykoma.privacy.platform.embedded;

import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.BlobsDeletionContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests the deletion of blobs in a folder. */
@SuppressWarnings("NullAway.Init")
final class FolderBlobsDeletionTest extends BlobsDeletionContract {
  @TempDir Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, new MovableClock());
    cloud.blobs().keepGenerations(versionedBucket(), true);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  @Override
  protected Blobs blobs() {
    return cloud.blobs();
  }

  @Override
  protected String bucket() {
    return "uploads";
  }

  @Override
  protected String versionedBucket() {
    return "versioned";
  }

  @Override
  protected String unique(String stem) {
    return stem; // each test has a folder of its own
  }
}
