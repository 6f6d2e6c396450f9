package com.anykoma.privacy.protection.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SealKeyVersionTest {
  private static final SubjectId OWNER = new SubjectId("u1");

  @TempDir private Path directory;
  private VaultFixture vault;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  @Test
  void opensBlobsOfOldAndNewKeyVersions() throws Exception {
    byte[] before = "before".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    byte[] after = "after".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    Blob older = vault.sealed(OWNER, "older", before);
    vault.keys().rotate(OWNER, KeyClass.CONTENT);
    Blob newer = vault.sealed(OWNER, "newer", after);

    assertThat(SealMetadata.of(older).orElseThrow().keyVersion())
        .isNotEqualTo(SealMetadata.of(newer).orElseThrow().keyVersion());
    assertThat(vault.opened(vault.keys(), OWNER, "older")).isEqualTo(before);
    assertThat(vault.opened(vault.keys(), OWNER, "newer")).isEqualTo(after);
  }

  @Test
  void unknownKeyVersionIsDamage() throws Exception {
    Blob sealed = vault.sealed(OWNER, "i1", new byte[100]);
    Map<String, String> other = new HashMap<>(sealed.metadata());
    other.merge("seal-key-version", "", (version, none) -> Long.toString(~Long.parseLong(version)));
    byte[] bytes = vault.cloud.blobs().read(sealed, 0).readAllBytes();
    vault
        .cloud
        .blobs()
        .write(
            sealed.id(),
            sealed.contentType(),
            other,
            OptionalLong.empty(),
            out -> out.write(bytes));

    assertThatThrownBy(() -> vault.opened(vault.keys(), OWNER, "i1"))
        .isInstanceOf(DamagedSeal.class);
  }

  @Test
  void opensEmptyUploads() throws Exception {
    vault.sealed(OWNER, "empty", new byte[0]);

    assertThat(vault.opened(vault.keys(), OWNER, "empty")).isEmpty();
  }
}
