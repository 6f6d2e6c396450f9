package com.anykoma.privacy.protection.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blobs;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads whole blobs and ranges of all sizes, also from a store that fails. */
@Keeps({"P10", "P16"})
final class OpenedBlobTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final int SEGMENT = DataEncryptionKey.SEGMENT_BYTES;
  private static final int[] SIZES = {
    0,
    1,
    16 * 1024,
    SEGMENT - 73,
    SEGMENT - 56,
    SEGMENT - 55,
    SEGMENT - 16,
    SEGMENT - 1,
    SEGMENT,
    SEGMENT + 1,
    2 * SEGMENT - 72,
    2 * SEGMENT - 71,
    (1 << 20) + 7
  };

  @TempDir private Path directory;
  private VaultFixture vault;
  private KeyService keys;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
    keys = vault.keys();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  static byte[] noise(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private static byte[] part(OpenedBlob blob, long from, long length) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    blob.writeTo(out, from, length);
    return out.toByteArray();
  }

  @Test
  void opensBlobsOfEverySize() throws Exception {
    for (int size : SIZES) {
      byte[] bytes = noise(size, size);
      vault.sealed(U1, "i" + size, bytes);

      OpenedBlob opened = vault.open(keys, U1, "i" + size).orElseThrow();

      assertThat(opened.size()).isEqualTo(size);
      assertThat(opened.contentType()).isEqualTo("image/png");
      assertThat(vault.opened(keys, U1, "i" + size)).isEqualTo(bytes);
      assertThat(part(opened, 0, size)).isEqualTo(bytes);
      assertThat(part(opened, size, 0)).isEmpty();
    }
  }

  @Test
  void opensEveryRange() throws Exception {
    for (int size : new int[] {1, SEGMENT - 57, SEGMENT, 3 * SEGMENT + 11, 300_000}) {
      byte[] bytes = noise(size, size);
      vault.sealed(U1, "i", bytes);
      OpenedBlob opened = vault.open(keys, U1, "i").orElseThrow();
      Random random = new Random(size);
      for (int i = 0; i < 60; i++) {
        int from = random.nextInt(size);
        int length =
            1 + random.nextInt(random.nextBoolean() ? size - from : Math.min(size - from, 99));

        assertThat(part(opened, from, length))
            .describedAs("size %d, from %d, length %d", size, from, length)
            .isEqualTo(Arrays.copyOfRange(bytes, from, from + length));
      }
      assertThat(part(opened, size - 1, 1)).containsExactly(bytes[size - 1]);
    }
  }

  @Test
  void rangeCostsOneRequestPerStartPosition() throws Exception {
    vault.sealed(U1, "i", noise(1 << 20, 1));
    OpenedBlob opened = vault.open(keys, U1, "i").orElseThrow();
    vault.cloud.counts().reset();

    part(opened, 100_000, 200_000);
    assertThat(vault.cloud.counts().of("blobs.read")).isEqualTo(3); // header, end, part

    vault.cloud.counts().reset();
    opened.writeTo(new ByteArrayOutputStream());
    assertThat(vault.cloud.counts().of("blobs.read")).isEqualTo(1);
  }

  @Test
  void computesPlaintextSizeFromSealedSize() throws Exception {
    DataEncryptionKey key = keys.sealingKey(U1, KeyClass.CONTENT);
    for (int size = 0; size < 3 * SEGMENT; size += size < 100 || size % SEGMENT > 32_600 ? 1 : 97) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (var sealing = key.aead().newEncryptingStream(out, new byte[0])) {
        sealing.write(new byte[size]);
      }
      assertThat(DataEncryptionKey.plaintextSize(out.size())).isEqualTo(size);
    }
    assertThat(DataEncryptionKey.plaintextSize(0)).isNegative();
    assertThat(DataEncryptionKey.plaintextSize(55)).isNegative();
    assertThat(DataEncryptionKey.plaintextSize(56)).isZero();
    assertThat(DataEncryptionKey.plaintextSize(5L << 40)).isPositive();
  }

  @Test
  void doesNotOpenAnotherSubjectsBlob() throws Exception {
    vault.sealed(U1, "i", noise(10, 1));

    assertThat(vault.open(keys, new SubjectId("u10"), "i")).isEmpty();
    assertThat(vault.open(keys, U1, "j")).isEmpty();
  }

  /** A store that fails after a number of bytes. */
  private OpenedBlob breaking(long after, IOException failure) throws IOException {
    vault.sealed(U1, "i", noise(5 * SEGMENT, 3));
    Blobs broken =
        InterceptedPorts.wrap(
            Blobs.class,
            vault.cloud.blobs(),
            new InterceptedPorts.Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return answer instanceof InputStream in ? new Breaking(in, after, failure) : answer;
              }
            });
    return new BlobService(broken, keys, vault.hash)
        .open(U1, VaultFixture.sealed(U1, "i"), Optional.empty())
        .orElseThrow();
  }

  private static final class Breaking extends FilterInputStream {
    private final IOException failure;
    private long left;

    Breaking(InputStream in, long after, IOException failure) {
      super(in);
      this.left = after;
      this.failure = failure;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left <= 0) {
        throw failure;
      }
      int read = super.read(bytes, offset, (int) Math.min(length, left));
      left -= read;
      return read;
    }
  }

  @Test
  void storeFailureIsNotReportedAsDamage() throws Exception {
    for (long after : new long[] {0, 1, 40, 41, 1_000, SEGMENT, SEGMENT + 1, 3 * SEGMENT + 7}) {
      OpenedBlob opened = breaking(after, new IOException("the connection broke"));

      assertThatThrownBy(() -> opened.writeTo(new ByteArrayOutputStream()))
          .hasMessage("the connection broke");
      assertThatThrownBy(() -> part(opened, 0, 5 * SEGMENT)).hasMessage("the connection broke");
      assertThatThrownBy(() -> part(opened, 10, 4 * SEGMENT)).hasMessage("the connection broke");
    }
  }

  @Test
  void storeFailureAfterRotationIsNotReportedAsDamage() throws Exception {
    keys.sealingKey(U1, KeyClass.CONTENT);
    keys.rotate(U1, KeyClass.CONTENT);
    for (long after : new long[] {0, 40, 1_000, 3 * SEGMENT + 7}) {
      OpenedBlob opened = breaking(after, new IOException("the connection broke"));

      assertThatThrownBy(() -> opened.writeTo(new ByteArrayOutputStream()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> part(opened, 10, 4 * SEGMENT)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void readsStoresThatReturnSmallPieces() throws Exception {
    vault.sealed(U1, "i", noise(100_000, 4));
    Blobs oneByteAtATime =
        InterceptedPorts.wrap(
            Blobs.class,
            vault.cloud.blobs(),
            new InterceptedPorts.Interceptor() {
              @Override
              public @Nullable Object after(String operation, @Nullable Object answer) {
                return answer instanceof InputStream in ? new Dripping(in) : answer;
              }
            });
    OpenedBlob opened =
        new BlobService(oneByteAtATime, keys, vault.hash)
            .open(U1, VaultFixture.sealed(U1, "i"), Optional.empty())
            .orElseThrow();
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    opened.writeTo(out);

    assertThat(out.toByteArray()).isEqualTo(noise(100_000, 4));
    assertThat(part(opened, 30_000, 40_000))
        .isEqualTo(Arrays.copyOfRange(noise(100_000, 4), 30_000, 70_000));
  }

  private static final class Dripping extends FilterInputStream {
    Dripping(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return super.read(bytes, offset, Math.min(length, 1_021));
    }
  }

  @Test
  void deletedGenerationIsNotReportedAsDamage() throws Exception {
    vault.sealed(U1, "i", noise(5 * SEGMENT, 3));
    OpenedBlob opened = vault.open(keys, U1, "i").orElseThrow();
    vault.sealed(U1, "i", noise(5 * SEGMENT, 4));

    assertThatThrownBy(() -> opened.writeTo(new ByteArrayOutputStream()))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(() -> part(opened, 10, 10)).isInstanceOf(FileNotFoundException.class);
  }

  @Test
  void disconnectedClientIsNotReportedAsDamage() throws Exception {
    vault.sealed(U1, "i", noise(5 * SEGMENT, 3));
    OpenedBlob opened = vault.open(keys, U1, "i").orElseThrow();

    assertThatThrownBy(
            () ->
                opened.writeTo(
                    new OutputStream() {
                      @Override
                      public void write(int b) throws IOException {
                        throw new IOException("the client went away");
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("the client went away");
  }
}
