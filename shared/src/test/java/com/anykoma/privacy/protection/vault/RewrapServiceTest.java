package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
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
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.RewrapTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the rewrapping of keys after a rotation of the key-encryption key. */
@Keeps({"P16", "P17"})
final class RewrapServiceTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final int MANY = 205;

  /** A scan of three pages writes its progress at its start and after each page. */
  private static final int SCAN_WRITES = 4;

  @TempDir private Path directory;
  private VaultFixture vault;
  private Aead old;
  private Aead rotated;
  private Aead renewed;

  @BeforeEach
  void open() throws Exception {
    vault = new VaultFixture(directory); // which registers Tink's Aead
    KeysetHandle first =
        KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
    KeysetHandle both =
        KeysetHandle.newBuilder(first)
            .addEntry(
                KeysetHandle.generateEntryFromParameters(PredefinedAeadParameters.AES256_GCM)
                    .withRandomId()
                    .makePrimary())
            .build();
    old = aead(first);
    rotated = aead(both);
    renewed = aead(KeysetHandle.newBuilder(both).deleteAt(0).build());
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private static Aead aead(KeysetHandle keyset) throws GeneralSecurityException {
    return keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
  }

  private Map<SubjectId, Bytes> manySecrets() {
    KeyService keys = vault.keys(old);
    Map<SubjectId, Bytes> secrets = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    for (int i = 0; i < MANY; i++) {
      SubjectId subject = new SubjectId("u" + i);
      secrets.put(subject, secret(keys, subject));
    }
    return secrets;
  }

  private RewrapService service(KeyService keys) {
    return new RewrapService(keys, vault.cloud.keys(), vault.cloud.tasks(), vault.clock);
  }

  /** Handles tasks until none remain. */
  private void run(KeyService keys) {
    RewrapService rewrap = service(keys);
    List<Delivery> due = vault.cloud.tasks().lease(1, Duration.ofMinutes(1));
    while (!due.isEmpty()) {
      rewrap.handle(RewrapTask.of(due.get(0).task()));
      vault.cloud.tasks().settle(due.get(0).message());
      due = vault.cloud.tasks().lease(1, Duration.ofMinutes(1));
    }
  }

  private void begin() {
    vault.cloud.tasks().publish(List.of(new Task(Topic.REWRAP, "now", new BeginScan("now"))));
  }

  @Test
  void rewrapsEveryKeyAndChangesNoData() {
    Map<SubjectId, Bytes> secrets = manySecrets();
    vault.shredding.shred(new SubjectId("u7"), CONTENT);
    Bytes gone = secrets.remove(new SubjectId("u7"));
    vault.cloud.counts().reset();

    begin();
    run(vault.keys(rotated));

    assertThat(vault.cloud.counts().of("tasks.settle")).isEqualTo(3);
    assertThat(vault.cloud.counts().of("keys.write")).isEqualTo(MANY - 1 + SCAN_WRITES);
    assertThat(vault.cloud.counts().snapshot().keySet())
        .noneMatch(each -> each.startsWith("documents") || each.startsWith("blobs"));
    KeyService after = vault.keys(renewed);
    KeyService before = vault.keys(old);
    secrets.forEach(
        (subject, kept) -> {
          assertThat(openSecret(after, subject, kept)).isEqualTo(SECRET);
          assertThatThrownBy(() -> openSecret(before, subject, kept))
              .isInstanceOf(DamagedSeal.class);
        });
    assertThatThrownBy(() -> openSecret(after, new SubjectId("u7"), gone))
        .isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void reportsUnreadableKeysAndRewrapsTheOthers() {
    Map<SubjectId, Bytes> secrets = manySecrets();
    Fields noBytes = Fields.of(Map.of("wrapped", "text"));
    vault.putKey(new SubjectId("u8"), Fields.of(Map.of("wrapped", Bytes.of(new byte[99]))));
    vault.putKey(new SubjectId("u9"), noBytes);
    secrets.keySet().removeIf(it -> it.value().equals("u8") || it.value().equals("u9"));

    begin();
    run(vault.keys(rotated));

    KeyService after = vault.keys(renewed);
    secrets.forEach(
        (subject, kept) -> assertThat(openSecret(after, subject, kept)).isEqualTo(SECRET));
    assertThat(vault.cloud.keys().get(vault.keyPath(new SubjectId("u9"), CONTENT)))
        .map(it -> it.fields())
        .contains(noBytes);
  }

  @Test
  void taskForASubjectRotatesOnlyTheirKey() {
    SubjectId other = new SubjectId("u2");
    Bytes sealed = secret(vault.keys(old), U1);
    Bytes ofOther = secret(vault.keys(old), other);
    Optional<Document> key = vault.cloud.keys().get(vault.keyPath(U1, CONTENT));
    Optional<Document> keyOfOther = vault.cloud.keys().get(vault.keyPath(other, CONTENT));

    service(vault.keys(old))
        .handle(RewrapTask.of(new Task("rewrap", "one", Map.of("subject", U1.value()))));

    assertThat(vault.cloud.keys().get(vault.keyPath(U1, CONTENT))).isNotEqualTo(key);
    assertThat(vault.cloud.keys().get(vault.keyPath(other, CONTENT))).isEqualTo(keyOfOther);
    KeyService after = vault.keys(old);
    assertThat(openSecret(after, U1, sealed)).isEqualTo(SECRET);
    assertThat(openSecret(after, other, ofOther)).isEqualTo(SECRET);
    assertThat(openSecret(after, U1, secret(after, U1))).isEqualTo(SECRET);
  }

  @Test
  void redeliveredTaskChangesNothing() {
    Bytes sealed = secret(vault.keys(old), U1);
    RewrapService rewrap = service(vault.keys(rotated));
    BeginScan task = new BeginScan("now");

    rewrap.handle(task);
    rewrap.handle(task);

    assertThat(openSecret(vault.keys(renewed), U1, sealed)).isEqualTo(SECRET);
    assertThat(vault.cloud.tasks().unsettled()).isZero();
  }

  @Test
  void keyRotatedDuringRewrapIsKeptUnderTheNewKek() {
    Bytes sealed = secret(vault.keys(old), U1);
    Bytes[] between = new Bytes[1];

    rewrapOvertakenBy(
        () -> {
          KeyService behind = vault.keys(old); // an instance that still has the old KEK
          behind.rotate(U1, CONTENT);
          between[0] = secret(behind, U1);
        });

    assertThat(openSecret(vault.keys(renewed), U1, sealed)).isEqualTo(SECRET);
    assertThat(openSecret(vault.keys(renewed), U1, between[0])).isEqualTo(SECRET);
  }

  @Test
  void keyDestroyedDuringRewrapStaysDestroyed() {
    secret(vault.keys(old), U1);

    rewrapOvertakenBy(() -> vault.shredding.shred(U1, CONTENT));

    assertThat(vault.keyRecords().get(0).fields().asMap()).containsOnlyKeys("destroyedAt");
    assertThatThrownBy(() -> vault.keys(rotated).openingKey(U1, CONTENT))
        .isInstanceOf(KeyDestroyed.class);
  }

  private void rewrapOvertakenBy(Runnable overtaking) {
    Documents overtaken =
        InterceptedPorts.runBefore(Documents.class, vault.cloud.keys(), "update", overtaking);
    KeyService keys = new KeyService(overtaken, rotated, vault.hash, vault.clock);
    service(keys).handle(new BeginScan("now"));
  }
}
