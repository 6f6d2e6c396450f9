package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
import static com.anykoma.privacy.protection.vault.KeyClass.HELD;
import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the copies of blobs for a legal hold. */
@Keeps({"P16", "P20", "E21"})
final class LegalHoldCopyTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final BlobId ID = VaultFixture.sealed(U1, "i");
  private static final BlobId COPY = new BlobId(UploadService.CONTENT, "holds/u1/h1/object-0");
  private static final byte[] BYTES = noise(100_000, 1);

  @TempDir private Path directory;
  private VaultFixture vault;
  private KeyService keys;

  @BeforeEach
  void open() throws Exception {
    vault = new VaultFixture(directory);
    keys = vault.keys();
    vault.sealed(U1, "i", BYTES);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private boolean copied() throws IOException {
    return vault.blobs(keys).copy(U1, ID, COPY, HELD);
  }

  private byte[] opened(BlobId id) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    vault.blobs(vault.keys()).open(U1, id, Optional.empty()).orElseThrow().writeTo(out);
    return out.toByteArray();
  }

  private SealMetadata seal(BlobId id) {
    return SealMetadata.of(vault.cloud.blobs().stat(id).orElseThrow()).orElseThrow();
  }

  @Test
  void copyOpensAfterTheContentKeyIsDestroyed() throws Exception {
    assertThat(copied()).isTrue();

    vault.shredding.shred(U1, CONTENT);

    assertThat(opened(COPY)).isEqualTo(BYTES);
    assertThat(seal(COPY).keyClass()).isEqualTo(HELD);
    assertThat(seal(COPY).contentType()).isEqualTo(seal(ID).contentType());
    assertThatThrownBy(() -> opened(ID)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void newUploadDoesNotChangeTheCopy() throws Exception {
    copied();

    vault.sealed(U1, "i", noise(5, 5));

    assertThat(opened(COPY)).isEqualTo(BYTES);
    assertThat(opened(ID)).isEqualTo(noise(5, 5));
  }

  @Test
  void copyIsIdempotent() throws Exception {
    copied();

    assertThat(copied()).isTrue();

    assertThat(opened(COPY)).isEqualTo(BYTES);
    assertThat(vault.blobs(keys).copy(U1, VaultFixture.sealed(U1, "none"), COPY, HELD)).isFalse();
  }

  @Test
  void putSealsBytesAsANewBlob() throws Exception {
    vault.blobs(keys).put(U1, COPY, HELD, "application/json", new byte[] {1, 2});
    vault.blobs(keys).put(U1, COPY, HELD, "application/json", new byte[] {3});

    assertThat(opened(COPY)).containsExactly(3);
    assertThat(seal(COPY).contentType()).isEqualTo("application/json");
  }

  @Test
  void doesNotCopyDamagedBlobs() throws Exception {
    Blob stored = vault.cloud.blobs().stat(ID).orElseThrow();
    byte[] damaged;
    try (var in = vault.cloud.blobs().read(stored, 0)) {
      damaged = in.readAllBytes();
    }
    damaged[damaged.length - 1] ^= 1;
    vault
        .cloud
        .blobs()
        .write(
            ID,
            stored.contentType(),
            stored.metadata(),
            OptionalLong.empty(),
            out -> out.write(damaged));

    assertThatThrownBy(this::copied).isInstanceOf(DamagedSeal.class);

    assertThat(vault.cloud.blobs().stat(COPY)).isEmpty();
  }

  @Test
  void doesNotCopyPlaintext() throws Exception {
    vault
        .cloud
        .blobs()
        .write(ID, "image/png", Map.of(), OptionalLong.empty(), out -> out.write(BYTES));

    assertThatThrownBy(this::copied).isInstanceOf(DamagedSeal.class);

    assertThat(vault.cloud.blobs().stat(COPY)).isEmpty();
  }
}
