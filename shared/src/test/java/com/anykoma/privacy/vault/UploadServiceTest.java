package com.anykoma.privacy.vault;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps({"P10", "P16", "E10"})
final class UploadServiceTest {
  private static final SubjectId U1 = new SubjectId("u1");

  @TempDir private Path directory;
  private Vault vault;

  @BeforeEach
  void open() {
    vault = new Vault(directory);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void anUploadIsSealedAndItsPlaintextIsGone() throws Exception {
    byte[] bytes = new byte[100_000];
    new Random(1).nextBytes(bytes);
    KeyService keys = vault.keys();

    assertThat(vault.uploads(keys).uploaded(vault.upload(U1, "i1", "image/png", bytes)))
        .isEqualTo(UploadService.Outcome.SEALED);

    assertThat(vault.cloud.blobs().stat(Vault.staged(U1, "i1"))).isEmpty();
    assertThat(vault.opened(keys, U1, "i1")).isEqualTo(bytes);
    assertThat(vault.open(vault.keys(), U1, "i1").orElseThrow().size()).isEqualTo(100_000);
    ByteArrayOutputStream part = new ByteArrayOutputStream();
    vault.open(keys, U1, "i1").orElseThrow().writeTo(part, 40_000, 10);
    assertThat(part.toByteArray()).isEqualTo(java.util.Arrays.copyOfRange(bytes, 40_000, 40_010));
  }
}
