package com.anykoma.privacy.vault;

import static com.anykoma.privacy.vault.KeyClass.CONTENT;
import static com.anykoma.privacy.vault.KeyClass.HELD;
import static com.anykoma.privacy.vault.OpenedBlobTest.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A legal hold on a blob. */
@Keeps({"P16", "P20"})
final class ResealTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final BlobId ID = Vault.sealed(U1, "i");
  private static final byte[] BYTES = noise(100_000, 1);

  @TempDir private Path directory;
  private Vault vault;
  private KeyService keys;

  @BeforeEach
  void open() throws Exception {
    vault = new Vault(directory);
    keys = vault.keys();
    vault.sealed(U1, "i", BYTES);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private Seal seal() {
    return Seal.of(vault.cloud.blobs().stat(ID).orElseThrow()).orElseThrow();
  }

  @Test
  void whatIsHeldOpensAfterTheContentsKeyIsDestroyed() throws Exception {
    Seal before = seal();
    vault.blobs(keys).reseal(U1, ID, HELD);

    vault.shredding.shred(U1, CONTENT);

    assertThat(vault.opened(vault.keys(), U1, "i")).isEqualTo(BYTES);
    assertThat(seal().upload()).isEqualTo(before.upload());
    assertThat(seal().contentType()).isEqualTo(before.contentType());
    assertThat(vault.generations(UploadService.CONTENT)).hasSize(1);
  }

  @Test
  void doneAgainItWritesNothing() throws Exception {
    vault.blobs(keys).reseal(U1, ID, HELD);
    Blob held = vault.cloud.blobs().stat(ID).orElseThrow();

    vault.blobs(keys).reseal(U1, ID, HELD);
    vault.blobs(keys).reseal(U1, Vault.sealed(U1, "none"), HELD);

    assertThat(vault.cloud.blobs().stat(ID)).contains(held);
  }

  @Test
  void anUploadInBetweenIsHeldInItsPlace() throws Exception {
    Blob newer = vault.upload(U1, "i", "image/gif", noise(5, 5));
    Blobs overtaken =
        Watched.overtaken(
            Blobs.class, vault.cloud.blobs(), "write", () -> vault.toldUnchecked(newer));

    new BlobService(overtaken, keys, vault.hash).reseal(U1, ID, HELD);

    assertThat(seal().keyClass()).isEqualTo(HELD);
    assertThat(seal().upload()).isEqualTo(newer.generation());
    assertThat(vault.opened(keys, U1, "i")).isEqualTo(noise(5, 5));
  }

  @Test
  void whatIsDamagedIsNotSealedAnew() throws Exception {
    Blob stored = vault.cloud.blobs().stat(ID).orElseThrow();
    byte[] damaged;
    try (var in = vault.cloud.blobs().read(stored, 0)) {
      damaged = in.readAllBytes();
    }
    damaged[damaged.length - 1] ^= 1;
    Blob put =
        vault
            .cloud
            .blobs()
            .write(
                ID,
                stored.contentType(),
                stored.metadata(),
                OptionalLong.empty(),
                out -> out.write(damaged));

    assertThatThrownBy(() -> vault.blobs(keys).reseal(U1, ID, HELD))
        .isInstanceOf(DamagedSeal.class);

    assertThat(vault.generations(UploadService.CONTENT)).containsExactly(put);
  }

  @Test
  void plaintextInTheContentBucketIsNotSealed() throws Exception {
    Blob put =
        vault
            .cloud
            .blobs()
            .write(ID, "image/png", Map.of(), OptionalLong.empty(), out -> out.write(BYTES));

    assertThatThrownBy(() -> vault.blobs(keys).reseal(U1, ID, HELD))
        .isInstanceOf(DamagedSeal.class);

    assertThat(vault.generations(UploadService.CONTENT)).containsExactly(put);
  }
}
