package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static com.anykoma.privacy.protection.vault.UploadService.UploadResult.REFUSED;
import static com.anykoma.privacy.protection.vault.UploadService.UploadResult.SEALED;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uploads of erased subjects, in every order of upload and erasure. */
@Keeps({"P20", "E11", "E17"})
final class ErasedSubjectUploadTest {
  private static final SubjectId U1 = new SubjectId("u1");

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

  private UploadService.UploadResult deliver(Blob upload) throws IOException {
    return vault.uploads(keys).sealUpload(upload);
  }

  private Blob upload() throws IOException {
    return vault.upload(U1, "i", "image/png", noise(1_000, 1));
  }

  private void nothingIsLeft() {
    assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
    assertThat(vault.generations(UploadService.CONTENT)).isEmpty();
    assertThat(
            vault
                .cloud
                .documents()
                .get(vault.blobs(keys).recordPath(U1, VaultFixture.sealed(U1, "i"))))
        .isEmpty();
  }

  private void erase() {
    vault.consents.end(U1, "deleted", tx -> 1);
    vault.shredding.shred(U1, CONTENT);
  }

  @Test
  void refusesUploadAfterTombstoneAlone() throws Exception {
    Blob upload = upload();
    vault.consents.end(U1, "deleted", tx -> 1);

    assertThat(deliver(upload)).isEqualTo(REFUSED);
    nothingIsLeft();
  }

  @Test
  void refusesUploadAfterKeyDestructionAlone() throws Exception {
    Blob upload = upload();
    vault.shredding.shred(U1, CONTENT);

    assertThat(deliver(upload)).isEqualTo(REFUSED);
    nothingIsLeft();
    assertThat(deliver(upload)).isEqualTo(REFUSED);
  }

  @Test
  void deletesEveryGeneration() throws Exception {
    vault.cloud.blobs().keepGenerations(UploadService.UPLOADS, true);
    Blob first = upload();
    upload();
    erase();

    assertThat(deliver(first)).isEqualTo(REFUSED);
    nothingIsLeft();
  }

  @Test
  void refusesSubjectErasedBetweenSealingAndRecording() throws Exception {
    Blob upload = upload();
    Blobs overtaken =
        InterceptedPorts.runAfter(Blobs.class, vault.cloud.blobs(), "write", this::erase);

    assertThat(vault.uploads(keys, overtaken).sealUpload(upload)).isEqualTo(REFUSED);
    nothingIsLeft();
  }

  @Test
  void refusesSubjectErasedDuringRead() throws Exception {
    Blob upload = upload();
    Blobs overtaken =
        InterceptedPorts.runAfter(Blobs.class, vault.cloud.blobs(), "read", this::erase);

    assertThat(vault.uploads(keys, overtaken).sealUpload(upload)).isEqualTo(REFUSED);
    nothingIsLeft();
  }

  @Test
  void redeliveredEventAfterErasureRecordsNothing() throws Exception {
    Blob upload = upload();
    deliver(upload);
    vault.consents.end(U1, "deleted", tx -> 1);

    assertThat(deliver(upload)).isEqualTo(REFUSED);

    assertThat(vault.generations(UploadService.CONTENT)).isEmpty();
  }

  @Test
  @Keeps("E23")
  void otherSubjectsAreUnchanged() throws Exception {
    List<SubjectId> neighbours = List.of(new SubjectId("u10"), new SubjectId("U1"));
    for (SubjectId each : neighbours) {
      vault.sealed(each, "i", noise(10, 3));
      vault.upload(each, "j", "image/png", noise(20, 4));
    }
    Blob upload = upload();
    erase();

    assertThat(deliver(upload)).isEqualTo(REFUSED);

    for (SubjectId each : neighbours) {
      assertThat(vault.opened(keys, each, "i")).isEqualTo(noise(10, 3));
      assertThat(deliver(vault.cloud.blobs().stat(VaultFixture.staged(each, "j")).orElseThrow()))
          .isEqualTo(SEALED);
    }
  }
}
