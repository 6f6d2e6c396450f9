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
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.embedded.KeyFile;
import com.anykoma.privacy.usage.plan.Concurrently;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps({"P10", "P16"})
final class KeyServiceTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final SubjectId U2 = new SubjectId("u2");

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

  private long count(String operation) {
    return vault.cloud.counts().of(operation);
  }

  @Test
  void createsAKeyOnFirstUseAndStoresItWrapped() {
    KeyService keys = vault.keys();

    Bytes sealed = secret(keys, U1);

    assertThat(openSecret(keys, U1, sealed)).isEqualTo(SECRET);
    assertThat(vault.keyRecords()).hasSize(1);
    Document record = vault.keyRecords().get(0);
    assertThat(record.fields().asMap()).containsOnlyKeys("wrapped", "wrappedAt", "createdAt");
    assertThat(record.path().id()).hasSize(43);
    assertThat(vault.dataMap.violation("keys", record)).isEmpty();
    assertThat(keys.sealingKey(U1, CONTENT)).hasToString("[data encryption key]");
  }

  @Test
  void openingWithoutAKeyCreatesNone() {
    assertThatThrownBy(() -> vault.keys().openingKey(U1, CONTENT))
        .isInstanceOf(DamagedSeal.class)
        .hasMessageContaining("lost");

    assertThat(vault.keyRecords()).isEmpty();
  }

  @Test
  void sixteenThreadsOfOneInstanceGetOneKey() throws Exception {
    KeyService keys = vault.keys();

    List<Bytes> sealed = atOnce(Collections.nCopies(16, keys));

    assertThat(sealed).allMatch(each -> openSecret(keys, U1, each).equals(SECRET));
    assertThat(vault.keyRecords()).hasSize(1);
    assertThat(count("kek.encrypt")).isEqualTo(1);
    assertThat(count("kek.decrypt")).isZero();
  }

  @Test
  void concurrentCallersGetOneKeyAtDifferentTimes() {
    KeyService one = vault.keys();
    KeyService[] holder = new KeyService[1];
    Documents late =
        InterceptedPorts.runAfter(
            Documents.class,
            vault.cloud.keys(),
            "get",
            () -> {
              vault.clock.advance(Duration.ofMillis(-1)); // this read is the earlier one
              secret(holder[0], U1);
              vault.clock.advance(Duration.ofMillis(1));
            });
    holder[0] = vault.keys(late);

    Bytes sealed = secret(holder[0], U1);

    assertThat(openSecret(one, U1, sealed)).isEqualTo(SECRET);
    assertThat(count("kek.encrypt")).isEqualTo(1);
  }

  @Test
  void sixteenThreadsOfEightInstancesGetOneKey() throws Exception {
    List<KeyService> instances = new ArrayList<>();
    IntStream.range(0, 8).forEach(i -> instances.add(vault.keys()));
    List<KeyService> twice = new ArrayList<>(instances);
    twice.addAll(instances);

    List<Bytes> sealed = atOnce(twice);

    assertThat(instances)
        .allSatisfy(
            keys -> assertThat(sealed).allMatch(each -> openSecret(keys, U1, each).equals(SECRET)));
    assertThat(vault.keyRecords()).hasSize(1);
  }

  private List<Bytes> atOnce(List<KeyService> instances) throws InterruptedException {
    return Concurrently.run(
        instances.stream().map(keys -> (Callable<Bytes>) () -> secret(keys, U1)).toList());
  }

  @Test
  void keyCreatedWithALostResponseIsUsed() {
    KeyService losesAnswer =
        vault.keys(
            InterceptedPorts.loseFirstResponse(Documents.class, vault.cloud.keys(), "create"));
    assertThatThrownBy(() -> secret(losesAnswer, U1)).isInstanceOf(IllegalStateException.class);

    Bytes sealed = secret(losesAnswer, U1);

    assertThat(openSecret(vault.keys(), U1, sealed)).isEqualTo(SECRET);
    assertThat(vault.keyRecords()).hasSize(1);
  }

  @Test
  void slowerCreatorUsesTheExistingKey() {
    KeyService slow =
        vault.keys(
            InterceptedPorts.runBefore(
                Documents.class, vault.cloud.keys(), "create", () -> secret(vault.keys(), U1)));

    Bytes sealed = secret(slow, U1);

    assertThat(openSecret(vault.keys(), U1, sealed)).isEqualTo(SECRET);
  }

  @Test
  void subjectsAndClassesHaveSeparateKeys() {
    KeyService keys = vault.keys();
    Bytes sealed = secret(keys, U1);
    secret(keys, U2);
    secret(keys, U1, HELD);

    assertThat(vault.keyRecords()).hasSize(3);
    assertThatThrownBy(() -> openSecret(keys, U2, sealed)).isInstanceOf(DamagedSeal.class);
    assertThatThrownBy(() -> openSecret(keys, U1, HELD, sealed)).isInstanceOf(DamagedSeal.class);
  }

  @Test
  void rejectsAnotherSubjectsWrappedKey() {
    secret(vault.keys(), U1);
    Bytes sealed = secret(vault.keys(), U2);
    Document foreign = vault.cloud.keys().get(vault.keyPath(U2, CONTENT)).orElseThrow();

    vault.putKey(U1, foreign.fields());

    assertThatThrownBy(() -> openSecret(vault.keys(), U1, sealed))
        .isInstanceOf(DamagedSeal.class)
        .hasMessageContaining("wrapped key");
    assertThatThrownBy(() -> secret(vault.keys(), U1)).isInstanceOf(DamagedSeal.class);
  }

  @Test
  void wrongKekNeitherOpensNorDestroys() {
    Bytes sealed = secret(vault.keys(), U1);
    KeyService other = vault.keys(KeyFile.open(directory.resolve("other.json")));

    assertThatThrownBy(() -> openSecret(other, U1, sealed)).isInstanceOf(DamagedSeal.class);
    assertThatThrownBy(() -> secret(other, U1)).isInstanceOf(DamagedSeal.class);

    assertThat(openSecret(vault.keys(), U1, sealed)).isEqualTo(SECRET);
  }

  /** A damaged record must not count as a completed erasure. */
  @Test
  void damagedRecordIsNotADestroyedKey() throws Exception {
    Instant now = vault.clock.instant();
    List<Fields> damaged =
        List.of(
            Fields.empty(),
            Fields.of(Map.of("wrapped", "text")),
            Fields.of(Map.of("wrapped", Bytes.of(new byte[0]))),
            Fields.of(Map.of("wrapped", Bytes.of(new byte[100]))),
            Fields.of(Map.of("wrapped", 7, "destroyedAt", now)),
            Fields.of(Map.of("destroyedAt", "yesterday")),
            Fields.of(Collections.singletonMap("destroyedAt", null)));
    for (Fields each : damaged) {
      vault.putKey(U1, each);
      KeyService keys = vault.keys();
      var upload = vault.upload(U1, "i1", "image/png", new byte[10]);

      assertThatThrownBy(() -> secret(keys, U1)).isInstanceOf(DamagedSeal.class);
      assertThatThrownBy(() -> keys.openingKey(U1, CONTENT)).isInstanceOf(DamagedSeal.class);
      assertThatThrownBy(() -> vault.uploads(keys).sealUpload(upload))
          .isInstanceOf(DamagedSeal.class);
      assertThat(vault.cloud.blobs().stat(upload.id())).contains(upload);

      vault.shredding.shred(U1, CONTENT);
      assertThat(vault.keyRecords().get(0).fields().instant("destroyedAt")).contains(now);
    }
  }
}
