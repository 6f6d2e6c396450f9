package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.BlobsContract;
import com.anykoma.privacy.platform.BlobsDeletionContract;
import com.anykoma.privacy.platform.embedded.FolderBlobs.Finalized;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the blobs in a folder: the contracts, their files and the feed. */
@SuppressWarnings("NullAway.Init")
final class FolderBlobsTest {
  private static final BlobId A = new BlobId("uploads", "users/u1/images/a");

  private static final String VERSIONED = "versioned";

  @TempDir Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, new MovableClock());
    cloud.blobs().keepGenerations(VERSIONED, true);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Blobs blobs() {
    return cloud.blobs();
  }

  /** The contract of reads, writes and listings. */
  @Nested
  final class ReadsAndWrites extends BlobsContract {
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
      return VERSIONED;
    }

    @Override
    protected String unique(String stem) {
      return stem; // each test has a folder of its own
    }
  }

  /** The contract of deletion. */
  @Nested
  final class Deletion extends BlobsDeletionContract {
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
      return VERSIONED;
    }

    @Override
    protected String unique(String stem) {
      return stem; // each test has a folder of its own
    }
  }

  @Test
  @Keeps("P20")
  void removesFilesOfDeletedOverwrittenAndRefusedBlobs() throws IOException {
    write(A, "first");
    Blob second = write(A, "second");
    assertThatThrownBy(
            () -> blobs().write(A, "a/b", Map.of(), OptionalLong.of(0), out -> out.write(1)))
        .isNotNull();
    assertThat(files()).hasSize(1);

    blobs().delete(second);

    assertThat(files()).isEmpty();
  }

  @Test
  @Keeps("P20")
  void failedRemovalIsRetriedAndDoesNotStopOthers() throws IOException {
    Blob first = write(A, "first");
    Path stuck = files().get(0);
    Blob second = write(new BlobId("content", "b"), "second");
    Files.delete(stuck);
    Files.createDirectories(stuck.resolve("a file"));

    assertThatThrownBy(() -> blobs().delete(List.of(first, second)))
        .isInstanceOf(UncheckedIOException.class);

    assertThat(files()).containsExactly(stuck);
    assertThat(blobs().stat(first.id())).isEmpty();
    assertThat(blobs().stat(second.id())).isEmpty();
    Files.delete(stuck.resolve("a file"));
    try (SqliteStore store = SqliteStore.open(directory.resolve("cloud.db"))) {
      assertThat(new BlobIndex(store).unindexed()).hasSize(1);
    }
    close();
    open();
    assertThat(files()).isEmpty();
  }

  @Test
  @Keeps("P20")
  void bulkDeletionCountsEachBlob() throws IOException {
    List<Blob> two = List.of(write(A, "a"), write(new BlobId("content", "b"), "b"));
    cloud.counts().reset();

    blobs().delete(two);

    assertThat(cloud.counts().snapshot()).isEqualTo(Map.of("blobs.delete", 2L));
  }

  @Test
  @Keeps("P16")
  void onlyTheOwnerCanAccessTheFiles() throws IOException {
    write(A, "first");

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
        .isEqualTo("rw-------");
  }

  @Test
  @Keeps("E10")
  void openingRemovesFilesOfACrashedWriter() throws IOException {
    long file;
    try (SqliteStore store = SqliteStore.open(directory.resolve("cloud.db"))) {
      file = new BlobIndex(store).reserve("1@0"); // no process started in 1970
    }
    Files.writeString(directory.resolve("blobs/" + file), "half an ima");
    Blob kept = write(A, "kept");

    close();
    open();

    assertThat(files()).hasSize(1);
    assertThat(blobs().stat(A)).hasValue(kept);
  }

  @Test
  @Keeps("E10")
  void openingKeepsFilesOfARunningWriter() throws IOException {
    blobs()
        .write(
            A,
            "a/b",
            Map.of(),
            OptionalLong.empty(),
            out -> {
              out.write(1);
              EmbeddedCloud.open(directory, new MovableClock()).close();
            });

    assertThat(blobs().stat(A)).isPresent();
    assertThat(files()).hasSize(1);
  }

  @Test
  @Keeps("E10")
  void feedReportsFinalizedBlobsInOrder() throws IOException {
    AtomicInteger notifications = new AtomicInteger();
    cloud.blobs().onFinalize(notifications::incrementAndGet);
    Blob a = write(A, "a");
    Blob b = write(new BlobId("content", "b"), "b");
    Blob deleted = write(new BlobId("content", "c"), "c");
    blobs().delete(deleted);

    List<Finalized> feed = cloud.blobs().finalized(0, 10);

    assertThat(feed).extracting(Finalized::blob).containsExactly(a, b);
    assertThat(cloud.blobs().finalized(feed.get(0).sequence(), 1)).containsExactly(feed.get(1));
    assertThat(notifications).hasValue(3);
  }

  private Blob write(BlobId id, String text) throws IOException {
    return blobs()
        .write(
            id,
            "text/plain",
            Map.of(),
            OptionalLong.empty(),
            out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("blobs"))) {
      return files.toList();
    }
  }
}
