package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
import static com.anykoma.privacy.protection.vault.VaultFixture.SECRET;
import static com.anykoma.privacy.protection.vault.VaultFixture.openSecret;
import static com.anykoma.privacy.protection.vault.VaultFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.usage.plan.Concurrently;
import java.nio.file.Path;
import java.util.Collections;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the rotation of a subject's key. */
@Keeps("P16")
final class KeyRotationTest {
  private static final SubjectId U1 = new SubjectId("u1");

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

  private KeyService overtaken(Runnable overtaking) {
    return vault.keys(
        InterceptedPorts.runBefore(Documents.class, vault.cloud.keys(), "update", overtaking));
  }

  @Test
  void newKeySealsAndOldKeyStillOpens() {
    KeyService keys = vault.keys();
    Bytes old = secret(keys, U1);
    int version = keys.sealingKey(U1, CONTENT).version();

    keys.rotate(U1, CONTENT);

    assertThat(openSecret(vault.keys(), U1, old)).isEqualTo(SECRET);
    assertThat(keys.sealingKey(U1, CONTENT).version()).isNotEqualTo(version);
    assertThat(openSecret(vault.keys(), U1, secret(keys, U1))).isEqualTo(SECRET);
  }

  @Test
  void opensBlobsOfBothKeys() throws Exception {
    vault.sealed(U1, "old", new byte[] {1});
    vault.keys().rotate(U1, CONTENT);
    Blob renewed = vault.sealed(U1, "new", new byte[] {2});

    KeyService keys = vault.keys();
    assertThat(vault.opened(keys, U1, "old")).containsExactly(1);
    assertThat(vault.opened(keys, U1, "new")).containsExactly(2);
    assertThat(SealMetadata.of(renewed).orElseThrow().keyVersion())
        .isEqualTo(keys.sealingKey(U1, CONTENT).version());
  }

  @Test
  void staleInstanceOpensABlobOfTheNewKey() throws Exception {
    KeyService behind = vault.keys();
    secret(behind, U1);
    vault.keys().rotate(U1, CONTENT);

    vault.sealed(U1, "new", new byte[] {2});

    assertThat(vault.opened(behind, U1, "new")).containsExactly(2);
  }

  @Test
  void concurrentRotationsAllAddAKey() throws Exception {
    Bytes sealed = secret(vault.keys(), U1);

    Concurrently.run(
        Collections.nCopies(
            4,
            (Callable<Boolean>)
                () -> {
                  vault.keys().rotate(U1, CONTENT);
                  return true;
                }));

    assertThat(vault.keys().sealingKey(U1, CONTENT).keyset().size()).isEqualTo(5);
    assertThat(openSecret(vault.keys(), U1, sealed)).isEqualTo(SECRET);
  }

  @Test
  void concurrentRotationIsNotOverwritten() {
    Bytes first = secret(vault.keys(), U1);
    Bytes[] between = new Bytes[1];

    overtaken(
            () -> {
              vault.keys().rotate(U1, CONTENT);
              between[0] = secret(vault.keys(), U1);
            })
        .rotate(U1, CONTENT);

    assertThat(openSecret(vault.keys(), U1, first)).isEqualTo(SECRET);
    assertThat(openSecret(vault.keys(), U1, between[0])).isEqualTo(SECRET);
    assertThat(vault.keys().sealingKey(U1, CONTENT).keyset().size()).isEqualTo(3);
  }

  @Test
  void keyDestroyedDuringRotationStaysDestroyed() {
    secret(vault.keys(), U1);
    KeyService late = overtaken(() -> vault.shredding.shred(U1, CONTENT));

    assertThatThrownBy(() -> late.rotate(U1, CONTENT)).isInstanceOf(KeyDestroyed.class);

    assertThat(vault.keyRecords().get(0).fields().asMap()).containsOnlyKeys("destroyedAt");
    assertThatThrownBy(() -> secret(vault.keys(), U1)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void rejectsRotationOfAMissingKey() {
    assertThatThrownBy(() -> vault.keys().rotate(U1, CONTENT)).isInstanceOf(KeyDestroyed.class);
    assertThat(vault.keyRecords()).isEmpty();
  }

  @Test
  void rotationWithALostResponseLosesNoData() {
    Bytes sealed = secret(vault.keys(), U1);
    KeyService losesAnswer =
        vault.keys(
            InterceptedPorts.loseFirstResponse(Documents.class, vault.cloud.keys(), "update"));
    assertThatThrownBy(() -> losesAnswer.rotate(U1, CONTENT))
        .isInstanceOf(IllegalStateException.class);

    Bytes after = secret(losesAnswer, U1);

    assertThat(openSecret(losesAnswer, U1, sealed)).isEqualTo(SECRET);
    assertThat(openSecret(vault.keys(), U1, after)).isEqualTo(SECRET);
  }
}
