package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
import static com.anykoma.privacy.protection.vault.KeyClass.HELD;
import static com.anykoma.privacy.protection.vault.VaultFixture.SECRET;
import static com.anykoma.privacy.protection.vault.VaultFixture.openSecret;
import static com.anykoma.privacy.protection.vault.VaultFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Documents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps({"P20", "E24"})
final class ShreddingServiceTest {
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

  @Test
  void noPartOfTheKeyRemains() {
    Bytes sealed = secret(vault.keys(), U1);

    vault.shredding.shred(U1, CONTENT);

    assertThat(vault.keyRecords())
        .singleElement()
        .satisfies(it -> assertThat(it.fields().asMap()).containsOnlyKeys("destroyedAt"));
    assertThat(vault.keyRecords()).allMatch(it -> vault.dataMap.violation("keys", it).isEmpty());
    assertThatThrownBy(() -> openSecret(vault.keys(), U1, sealed)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void everyInstanceRefusesToSealAtOnce() {
    List<KeyService> instances = List.of(vault.keys(), vault.keys(), vault.keys());
    instances.forEach(each -> secret(each, U1));

    vault.shredding.shred(U1, CONTENT);

    assertThat(instances)
        .allSatisfy(
            each -> assertThatThrownBy(() -> secret(each, U1)).isInstanceOf(KeyDestroyed.class));
  }

  @Test
  void shreddingAMissingKeyPreventsItsCreation() {
    vault.shredding.shred(U1, CONTENT);

    assertThatThrownBy(() -> secret(vault.keys(), U1)).isInstanceOf(KeyDestroyed.class);
    assertThatThrownBy(() -> vault.keys().rotate(U1, CONTENT)).isInstanceOf(KeyDestroyed.class);
    assertThat(vault.keyRecords()).hasSize(1);
  }

  @Test
  void concurrentKeyCreationFailsAfterShredding() {
    KeyService late =
        vault.keys(
            InterceptedPorts.runBefore(
                Documents.class,
                vault.cloud.keys(),
                "create",
                () -> vault.shredding.shred(U1, CONTENT)));

    assertThatThrownBy(() -> secret(late, U1)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void repeatedShreddingKeepsTheDate() {
    secret(vault.keys(), U1);
    vault.shredding.shred(U1, CONTENT);
    Document mark = vault.keyRecords().get(0);
    vault.clock.advance(Duration.ofDays(3));

    vault.shredding.shred(U1, CONTENT);

    assertThat(vault.keyRecords()).containsExactly(mark);
  }

  @Test
  void shreddingWithALostResponseIsRepeated() {
    secret(vault.keys(), U1);
    ShreddingService losesAnswer =
        new ShreddingService(
            InterceptedPorts.loseFirstResponse(Documents.class, vault.cloud.keys(), "transact"),
            vault.hash,
            vault.clock);
    assertThatThrownBy(() -> losesAnswer.shred(U1, CONTENT))
        .isInstanceOf(IllegalStateException.class);

    losesAnswer.shred(U1, CONTENT);
    assertThat(vault.keyRecords().get(0).fields().instant("destroyedAt"))
        .contains(vault.clock.instant());
  }

  @Test
  void concurrentWriterDoesNotRestoreTheKey() {
    secret(vault.keys(), U1);
    Documents written =
        InterceptedPorts.runBefore(
            Documents.class,
            vault.cloud.keys(),
            "transact",
            () -> vault.keys().rotate(U1, CONTENT));

    new ShreddingService(written, vault.hash, vault.clock).shred(U1, CONTENT);

    assertThatThrownBy(() -> vault.keys().openingKey(U1, CONTENT)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  @Keeps("E23")
  void otherSubjectsKeepTheirKeys() {
    Map<SubjectId, Bytes> neighbours = new HashMap<>();
    for (String uid : List.of("u10", "U1", "u", "u1 ", "1u", "e\u0301", "..u1")) {
      neighbours.put(new SubjectId(uid), secret(vault.keys(), new SubjectId(uid)));
    }
    SubjectId composed = new SubjectId("\u00e9");
    secret(vault.keys(), U1);
    secret(vault.keys(), composed);

    vault.shredding.shred(U1, CONTENT);
    vault.shredding.shred(composed, CONTENT);

    neighbours.forEach(
        (subject, kept) -> assertThat(openSecret(vault.keys(), subject, kept)).isEqualTo(SECRET));
    assertThatThrownBy(() -> secret(vault.keys(), composed)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void heldKeyOutlivesTheContentKey() {
    Bytes held = secret(vault.keys(), U1, HELD);

    vault.shredding.shred(U1, CONTENT);

    assertThat(openSecret(vault.keys(), U1, HELD, held)).isEqualTo(SECRET);
    assertThat(openSecret(vault.keys(), U1, HELD, secret(vault.keys(), U1, HELD)))
        .isEqualTo(SECRET);
    vault.shredding.shred(U1, HELD);
    assertThatThrownBy(() -> openSecret(vault.keys(), U1, HELD, held))
        .isInstanceOf(KeyDestroyed.class);
  }
}
