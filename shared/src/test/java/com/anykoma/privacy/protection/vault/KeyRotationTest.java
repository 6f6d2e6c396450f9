package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
import static com.anykoma.privacy.protection.vault.Vault.SECRET;
import static com.anykoma.privacy.protection.vault.Vault.secret;
import static com.anykoma.privacy.protection.vault.Vault.told;
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

/** A subject's key gets a successor. */
@Keeps("P16")
final class KeyRotationTest {
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

  private KeyService overtaken(Runnable overtaking) {
    return vault.keys(Watched.overtaken(Documents.class, vault.cloud.keys(), "update", overtaking));
  }

  @Test
  void whatTheOldKeySealedOpensAndTheNewOneSeals() {
    KeyService keys = vault.keys();
    Bytes old = secret(keys, U1);
    int version = keys.toSeal(U1, CONTENT).version();

    keys.rotate(U1, CONTENT);

    assertThat(told(vault.keys(), U1, old)).isEqualTo(SECRET);
    assertThat(keys.toSeal(U1, CONTENT).version()).isNotEqualTo(version);
    assertThat(told(vault.keys(), U1, secret(keys, U1))).isEqualTo(SECRET);
  }

  @Test
  void blobsOfBothKeysOpen() throws Exception {
    vault.sealed(U1, "old", new byte[] {1});
    vault.keys().rotate(U1, CONTENT);
    Blob renewed = vault.sealed(U1, "new", new byte[] {2});

    KeyService keys = vault.keys();
    assertThat(vault.opened(keys, U1, "old")).containsExactly(1);
    assertThat(vault.opened(keys, U1, "new")).containsExactly(2);
    assertThat(SealMetadata.of(renewed).orElseThrow().keyVersion())
        .isEqualTo(keys.toSeal(U1, CONTENT).version());
  }

  @Test
  void anInstanceThatKnowsOnlyTheOldKeyOpensABlobOfTheNewOne() throws Exception {
    KeyService behind = vault.keys();
    secret(behind, U1);
    vault.keys().rotate(U1, CONTENT);

    vault.sealed(U1, "new", new byte[] {2});

    assertThat(vault.opened(behind, U1, "new")).containsExactly(2);
  }

  @Test
  void rotationsAtOnceAllCount() throws Exception {
    Bytes sealed = secret(vault.keys(), U1);

    Concurrently.run(
        Collections.nCopies(
            4,
            (Callable<Boolean>)
                () -> {
                  vault.keys().rotate(U1, CONTENT);
                  return true;
                }));

    assertThat(vault.keys().toSeal(U1, CONTENT).keyset().size()).isEqualTo(5);
    assertThat(told(vault.keys(), U1, sealed)).isEqualTo(SECRET);
  }

  @Test
  void aRotationInBetweenIsNotUndone() {
    Bytes first = secret(vault.keys(), U1);
    Bytes[] between = new Bytes[1];

    overtaken(
            () -> {
              vault.keys().rotate(U1, CONTENT);
              between[0] = secret(vault.keys(), U1);
            })
        .rotate(U1, CONTENT);

    assertThat(told(vault.keys(), U1, first)).isEqualTo(SECRET);
    assertThat(told(vault.keys(), U1, between[0])).isEqualTo(SECRET);
    assertThat(vault.keys().toSeal(U1, CONTENT).keyset().size()).isEqualTo(3);
  }

  @Test
  void aKeyThatIsDestroyedInBetweenStaysDestroyed() {
    secret(vault.keys(), U1);
    KeyService late = overtaken(() -> vault.shredding.shred(U1, CONTENT));

    assertThatThrownBy(() -> late.rotate(U1, CONTENT)).isInstanceOf(KeyDestroyed.class);

    assertThat(vault.keyRecords().get(0).fields().asMap()).containsOnlyKeys("destroyedAt");
    assertThatThrownBy(() -> secret(vault.keys(), U1)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void aKeyThatNeverWasIsNotRotated() {
    assertThatThrownBy(() -> vault.keys().rotate(U1, CONTENT)).isInstanceOf(KeyDestroyed.class);
    assertThat(vault.keyRecords()).isEmpty();
  }

  @Test
  void anUnansweredRotationLosesNothing() {
    Bytes sealed = secret(vault.keys(), U1);
    KeyService unlucky =
        vault.keys(Watched.unanswered(Documents.class, vault.cloud.keys(), "update"));
    assertThatThrownBy(() -> unlucky.rotate(U1, CONTENT)).isInstanceOf(IllegalStateException.class);

    Bytes after = secret(unlucky, U1);

    assertThat(told(unlucky, U1, sealed)).isEqualTo(SECRET);
    assertThat(told(vault.keys(), U1, after)).isEqualTo(SECRET);
  }
}
