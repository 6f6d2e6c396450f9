package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.KeyClass.CONTENT;
import static com.anykoma.privacy.protection.vault.KeyService.MAX_AGE;
import static com.anykoma.privacy.protection.vault.VaultFixture.SECRET;
import static com.anykoma.privacy.protection.vault.VaultFixture.openSecret;
import static com.anykoma.privacy.protection.vault.VaultFixture.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Documents;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 12: how long an instance uses a cached key. */
@Keeps({"P16", "P20"})
@Tag("slow")
final class KeyCacheTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final Duration TICK = Duration.ofNanos(1_000);

  @TempDir private Path directory;
  private VaultFixture vault;
  private KeyService keys;
  private Bytes sealed;
  private Instant start;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
    sealed = secret(vault.keys(), U1);
    keys = vault.keys();
    start = vault.clock.instant();
    vault.cloud.counts().reset();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private long count(String operation) {
    return vault.cloud.counts().of(operation);
  }

  private void opens() {
    assertThat(openSecret(keys, U1, sealed)).isEqualTo(SECRET);
  }

  private void opensNoMore() {
    assertThatThrownBy(() -> openSecret(keys, U1, sealed)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void openingWithinMaxAgeCostsOneReadAndOneKekCall() {
    for (int i = 0; i < 100; i++) {
      opens();
      vault.clock.advance(MAX_AGE.dividedBy(100));
    }

    assertThat(count("keys.read")).isEqualTo(1);
    assertThat(count("kek.decrypt")).isEqualTo(1);
    assertThat(count("kek.encrypt")).isZero();
  }

  @Test
  void sealingReadsTheDatabaseEachTimeAndTheKekOnce() {
    for (int i = 0; i < 10; i++) {
      secret(keys, U1);
      vault.clock.advance(MAX_AGE.minus(TICK));
    }

    assertThat(count("keys.read")).isEqualTo(10);
    assertThat(count("kek.decrypt")).isEqualTo(1);
  }

  @Test
  void rereadsAKeyAtItsMaxAgeAndNotBefore() {
    opens();
    vault.clock.set(start.plus(MAX_AGE).minus(TICK));
    opens();
    assertThat(count("keys.read")).isEqualTo(1);

    vault.clock.set(start.plus(MAX_AGE));
    opens();

    assertThat(count("keys.read")).isEqualTo(2);
    assertThat(count("kek.decrypt")).isEqualTo(2);
  }

  @Test
  void destroyedKeyOpensUntilMaxAgeOnly() {
    opens();
    vault.shredding.shred(U1, CONTENT);
    Instant unreadableBy = start.plus(MAX_AGE);

    vault.clock.set(unreadableBy.minus(TICK));
    opens();
    vault.clock.set(unreadableBy);
    opensNoMore();
    vault.clock.set(start); // not even when the clock goes back
    opensNoMore();
    assertThatThrownBy(() -> openSecret(vault.keys(), U1, sealed)).isInstanceOf(KeyDestroyed.class);
  }

  @Test
  void sealingRemovesADestroyedKeyFromTheCache() {
    opens();
    vault.shredding.shred(U1, CONTENT);

    assertThatThrownBy(() -> secret(keys, U1)).isInstanceOf(KeyDestroyed.class);

    opensNoMore();
  }

  @Test
  void sealingDoesNotExtendAKeyReadBeforeDestruction() {
    secret(keys, U1);
    vault.clock.advance(MAX_AGE.minus(TICK));
    secret(keys, U1); // reads the key again, which is then cached for MAX_AGE
    Instant readAt = vault.clock.instant();
    vault.shredding.shred(U1, CONTENT);

    vault.clock.set(readAt.plus(MAX_AGE).minus(TICK));
    opens();
    vault.clock.set(readAt.plus(MAX_AGE));
    opensNoMore();
  }

  @Test
  void clockSetBackExpiresCachedKeys() {
    opens();
    vault.shredding.shred(U1, CONTENT);

    vault.clock.set(start.minusSeconds(3_600));

    opensNoMore();
  }

  @Test
  void correctedFastClockExpiresADestroyedKey() {
    vault.clock.set(start.plusSeconds(3_600));
    secret(keys, U1);
    vault.clock.set(start);
    secret(keys, U1);
    vault.clock.advance(Duration.ofMinutes(30));
    vault.shredding.shred(U1, CONTENT);

    vault.clock.set(start.plusSeconds(3_601));

    opensNoMore();
  }

  @Test
  void rotationCountsTheAgeFromBeforeItsRead() {
    keys =
        vault.keys(
            InterceptedPorts.runAfter(
                Documents.class,
                vault.cloud.keys(),
                "get",
                () -> vault.clock.advance(Duration.ofSeconds(9))));
    keys.rotate(U1, CONTENT);
    vault.shredding.shred(U1, CONTENT);
    vault.clock.set(start.plus(MAX_AGE));

    opensNoMore();
  }

  @Test
  void lostRecordIsNotRestoredFromTheCache() {
    secret(keys, U1);
    vault.cloud.keys().delete(List.of(vault.keyPath(U1, CONTENT)));

    Bytes again = secret(keys, U1);

    assertThat(openSecret(vault.keys(), U1, again)).isEqualTo(SECRET);
  }

  @Test
  void evictedKeysAreReadAgain() {
    for (int i = 0; i < 1_010; i++) {
      secret(keys, new SubjectId("many" + i));
    }
    vault.cloud.counts().reset();

    secret(keys, new SubjectId("many0"));

    assertThat(count("kek.decrypt")).isEqualTo(1);
  }
}
