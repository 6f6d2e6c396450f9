package com.anykoma.privacy.emulators;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.PreconditionFailed;
import com.anykoma.privacy.platform.google.StorageBlobs;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests failures of Cloud Storage's adapter, and the number of its requests. */
@SuppressWarnings("NullAway.Init")
final class StorageFailuresIT {
  private static final BlobId A = new BlobId("uploads", "users/uid-of-ada/a");
  private static final OptionalLong ANYTHING = OptionalLong.empty();
  private static final int SMALL = 10;
  private static final int LARGE = 9_000_000;
  private static final int VERY_LARGE = 40_000_000;

  @TempDir Path directory;
  private FaultyStorage storage;
  private StorageBlobs blobs;

  @BeforeEach
  void open() {
    storage = new FaultyStorage(directory, Set.of("real-uploads"), Set.of("versioned"));
    blobs = StorageBlobs.open(StorageBuckets.settingsFor(storage.uri()));
  }

  @AfterEach
  void close() {
    blobs.close();
    storage.close();
  }

  @Test
  void smallObjectIsOneRequest() throws IOException {
    Blob blob = write(A, SMALL);
    assertThat(storage.requests()).isEqualTo(1);

    blobs.stat(A);
    assertThat(storage.requests()).isEqualTo(2);

    read(blob);
    assertThat(storage.requests()).isEqualTo(3);

    blobs.list("uploads", "", Optional.empty(), 10);
    assertThat(storage.requests()).isEqualTo(4);

    blobs.delete(blob);
    assertThat(storage.requests()).isEqualTo(5);
  }

  @Test
  void largeWriteIsOneRequestPerChunkAndOneMore() throws IOException {
    write(A, LARGE);

    assertThat(storage.requests()).isEqualTo(4);
    assertThat(storage.unfinishedUploads()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  @Keeps("P24")
  void unavailableServiceIsRetried(int size) throws IOException {
    storage.next(StorageFault.UNAVAILABLE);
    Blob blob = write(A, size);
    storage.next(StorageFault.UNAVAILABLE);
    assertThat(blobs.stat(A)).hasValue(blob);
    storage.next(StorageFault.UNAVAILABLE);
    assertThat(read(blob)).isEqualTo(size);
    storage.next(StorageFault.UNAVAILABLE);
    assertThat(blobs.list("uploads", "", Optional.empty(), 10).items()).hasSize(1);
    storage.next(StorageFault.UNAVAILABLE);
    blobs.delete(blob);

    assertThat(blobs.stat(A)).isEmpty();
  }

  @Test
  @Keeps("P20")
  void deletesAtMost16ObjectsConcurrently() throws IOException {
    List<Blob> many = small(64);
    storage.answerAfter(Duration.ofMillis(40));
    int before = storage.requests();

    blobs.delete(many);

    assertThat(storage.requests() - before).isEqualTo(64);
    assertThat(storage.mostAtOnce()).isBetween(2, 16);
    assertThat(blobs.list("uploads", "", Optional.empty(), 10).items()).isEmpty();
  }

  @Test
  @Keeps({"P20", "E28"})
  void failedDeletionsDoNotStopOthers() throws IOException {
    List<Blob> many = small(40);
    storage.next(StorageFault.FORBIDDEN, StorageFault.FORBIDDEN, StorageFault.UNAVAILABLE);

    assertThatThrownBy(() -> blobs.delete(many))
        .isInstanceOf(CloudFailure.class)
        .hasMessage("Cloud Storage did not delete an object: HTTP 403")
        .satisfies(StorageFailuresIT::containsNoIdentifiers);

    assertThat(blobs.list("uploads", "", Optional.empty(), 100).items()).hasSize(2);
    blobs.delete(many);
    assertThat(blobs.list("uploads", "", Optional.empty(), 100).items()).isEmpty();
  }

  private List<Blob> small(int number) throws IOException {
    List<Blob> written = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      written.add(write(new BlobId("uploads", "users/uid-of-ada/" + i), SMALL));
    }
    return written;
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "LOST_ANSWER", "CHUNK_KEPT_IN_PART"})
  @Keeps("P24")
  void failedChunkIsResumedAtTheServersPosition(StorageFault fault) throws IOException {
    Blob blob =
        blobs.write(
            A,
            "a/b",
            Map.of(),
            ANYTHING,
            out -> {
              fill(out, LARGE / 2);
              storage.next(fault);
              fill(out, LARGE / 2);
            });

    assertThat(read(blob)).isEqualTo(LARGE);
    assertThat(storage.unfinishedUploads()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNAVAILABLE", "LOST_ANSWER", "CHUNK_KEPT_IN_PART", "NOT_FINISHED"})
  @Keeps("E10")
  void largeWriteWithFailedEndIsWrittenOnce(StorageFault fault) throws IOException {
    BlobId id = new BlobId("versioned", "a");

    Blob blob =
        blobs.write(
            id,
            "a/b",
            Map.of(),
            OptionalLong.of(0),
            out -> {
              fill(out, LARGE / 2);
              storage.next(fault);
            });

    assertThat(read(blob)).isEqualTo(LARGE / 2);
    assertThat(blobs.listGenerations("versioned", "", Optional.empty(), 10).items())
        .containsExactly(blob);
    assertThat(storage.unfinishedUploads()).isZero();
  }

  @Test
  @Keeps("E10")
  void smallWriteWithLostAnswerIsRepeated() throws IOException {
    BlobId id = new BlobId("versioned", "a");
    storage.next(StorageFault.LOST_ANSWER);

    Blob blob = write(id, SMALL);

    assertThat(blobs.stat(id)).hasValue(blob);
    assertThat(blobs.listGenerations("versioned", "", Optional.empty(), 10).items()).hasSize(2);
  }

  @Test
  @Keeps("E10")
  void conditionalWriteWithLostAnswerFindsItself() {
    storage.next(StorageFault.LOST_ANSWER);

    assertThatThrownBy(
            () -> blobs.write(A, "a/b", Map.of(), OptionalLong.of(0), out -> fill(out, SMALL)))
        .isInstanceOf(PreconditionFailed.class);

    assertThat(blobs.stat(A)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  @Keeps("P24")
  void refusalContainsNoIdentifiers(int size) throws IOException {
    Blob blob = write(A, size);

    storage.next(StorageFault.FORBIDDEN);
    assertThatThrownBy(() -> write(A, size)).satisfies(StorageFailuresIT::containsNoIdentifiers);
    storage.next(StorageFault.FORBIDDEN);
    assertThatThrownBy(() -> blobs.stat(A)).satisfies(StorageFailuresIT::containsNoIdentifiers);
    storage.next(StorageFault.FORBIDDEN);
    assertThatThrownBy(() -> read(blob)).satisfies(StorageFailuresIT::containsNoIdentifiers);
    storage.next(StorageFault.FORBIDDEN);
    assertThatThrownBy(() -> blobs.delete(blob))
        .satisfies(StorageFailuresIT::containsNoIdentifiers);
    storage.next(StorageFault.FORBIDDEN);
    assertThatThrownBy(() -> blobs.list("uploads", "", Optional.empty(), 1))
        .satisfies(StorageFailuresIT::containsNoIdentifiers);
  }

  private static void containsNoIdentifiers(Throwable failure) {
    assertThat(failure).isInstanceOf(CloudFailure.class).hasNoCause().hasMessageContaining("403");
    assertThat(failure.getMessage()).doesNotContain("uid-of-");
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  @Keeps("P24")
  void damagedUploadIsNotStored(int size) throws IOException {
    assertThatThrownBy(
            () ->
                blobs.write(
                    A,
                    "a/b",
                    Map.of(),
                    ANYTHING,
                    out -> {
                      fill(out, size);
                      storage.next(StorageFault.DAMAGED_UPLOAD);
                    }))
        .isInstanceOf(CloudFailure.class);

    assertThat(blobs.stat(A)).isEmpty();
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  @Keeps("P24")
  void wronglyStoredObjectIsDeletedAndReported(int size) throws IOException {
    assertThatThrownBy(
            () ->
                blobs.write(
                    A,
                    "a/b",
                    Map.of(),
                    ANYTHING,
                    out -> {
                      fill(out, size);
                      storage.next(StorageFault.OTHER_CRC32C);
                    }))
        .isInstanceOf(CloudFailure.class)
        .hasMessageContaining("OTHER_BYTES_STORED");

    assertThat(blobs.stat(A)).isEmpty();
    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE})
  @Keeps("P24")
  void failingBodyStoresNothing(int size) throws IOException {
    assertThatIOException()
        .isThrownBy(
            () ->
                blobs.write(
                    A,
                    "a/b",
                    Map.of(),
                    ANYTHING,
                    out -> {
                      fill(out, size);
                      throw new IOException("the sender hung up");
                    }))
        .withMessage("the sender hung up");

    assertThat(storage.unfinishedUploads()).isZero();
    assertThat(files()).isEmpty();
  }

  @Test
  @Keeps("P24")
  void bodyThatContinuesAfterAFailureStoresNothing() throws IOException {
    assertThatThrownBy(
            () ->
                blobs.write(
                    A,
                    "a/b",
                    Map.of(),
                    ANYTHING,
                    out -> {
                      storage.next(StorageFault.FORBIDDEN);
                      assertThatThrownBy(() -> fill(out, LARGE)).isNotNull();
                      fill(out, LARGE);
                    }))
        .isInstanceOf(CloudFailure.class);

    assertThat(files()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"DAMAGED_DOWNLOAD", "SHORT_DOWNLOAD"})
  @Keeps("P24")
  void damagedDownloadFailsBeforeItsEnd(StorageFault fault) throws IOException {
    for (int size : new int[] {SMALL, LARGE}) {
      Blob blob = write(A, size);
      storage.next(fault);

      assertThatIOException()
          .isThrownBy(
              () -> {
                try (InputStream in = blobs.read(blob, 0)) {
                  in.skipNBytes(size); // does not read to the end
                }
              })
          .withMessageStartingWith("the downloaded object has the wrong");
    }
  }

  @Test
  @Keeps("P24")
  void truncatedRangeIsReported() throws IOException {
    Blob blob = write(A, SMALL);
    storage.next(StorageFault.SHORT_DOWNLOAD);

    assertThatIOException()
        .isThrownBy(
            () -> {
              try (InputStream in = blobs.read(blob, 5)) {
                in.readAllBytes();
              }
            });
  }

  @Test
  @Keeps("P24")
  void interruptedDownloadIsResumed() throws IOException {
    Blob blob = write(A, LARGE);
    int before = storage.requests();
    storage.next(StorageFault.CUT_DOWNLOAD);

    assertThat(read(blob)).isEqualTo(LARGE);
    assertThat(storage.requests() - before).isEqualTo(2);
  }

  @Test
  @Keeps("P24")
  void veryLargeBlobNeedsLittleMemory() throws IOException {
    long start = allocated();
    Blob blob = write(A, VERY_LARGE);
    long written = allocated();
    read(blob);
    long read = allocated();

    assertThat(written - start).isLessThan(VERY_LARGE / 2);
    assertThat(read - written).isLessThan(VERY_LARGE / 10);
  }

  /** The bytes allocated by this thread, which does all work of the adapter. */
  private static long allocated() {
    return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(Thread.currentThread().getId());
  }

  @Test
  @Keeps("E23")
  void largeBlobMayHaveAnyName() throws IOException {
    BlobId odd = new BlobId("uploads", "../a b+c%2F?d=e&f#g/\u00fc\ud83d\ude00");

    Blob blob = write(odd, LARGE);

    assertThat(blob.id()).isEqualTo(odd);
    assertThat(read(blob)).isEqualTo(LARGE);
  }

  @Test
  @Keeps("E10")
  void fakeReportsEachStoredObject() throws IOException {
    List<JsonObject> events = new ArrayList<>();
    storage.onFinalize(events::add);

    Blob small = write(A, SMALL);
    Blob large = write(A, LARGE);

    assertThat(events)
        .extracting(each -> each.get("generation").getAsLong())
        .containsExactly(small.generation(), large.generation());
    JsonObject first = events.get(0);
    assertThat(first.get("bucket").getAsString()).isEqualTo("real-uploads");
    assertThat(first.get("name").getAsString()).isEqualTo(A.name());
    assertThat(first.get("size").getAsString()).isEqualTo("10");
    assertThat(first.get("contentType").getAsString()).isEqualTo("a/b");
    assertThat(first.getAsJsonObject("metadata").get("k").getAsString()).isEqualTo("v");
  }

  @Test
  void missingBucketIsAFailure() {
    assertThatThrownBy(
            () -> {
              try (FakeStorage other = FakeStorage.start(directory, Set.of(), Set.of());
                  StorageBlobs none = StorageBlobs.open(StorageBuckets.settingsFor(other.uri()))) {
                none.list("uploads", "", Optional.empty(), 1);
              }
            })
        .isInstanceOf(CloudFailure.class)
        .hasMessageContaining("404");
  }

  // support

  private Blob write(BlobId id, int size) throws IOException {
    return blobs.write(id, "a/b", Map.of("k", "v"), ANYTHING, out -> fill(out, size));
  }

  private static void fill(OutputStream out, int size) throws IOException {
    byte[] piece = "0123456789".repeat(1_000).getBytes(UTF_8);
    for (int rest = size; rest > 0; rest -= piece.length) {
      out.write(piece, 0, Math.min(rest, piece.length));
    }
  }

  private long read(Blob blob) throws IOException {
    try (InputStream in = blobs.read(blob, 0)) {
      return in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
