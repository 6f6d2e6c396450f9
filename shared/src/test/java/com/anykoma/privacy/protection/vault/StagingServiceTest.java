package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.protection.vault.StagingService.SweepResult;
import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Keeps({"P10", "P16"})
@Tag("slow")
final class StagingServiceTest {
  private static final SubjectId U1 = new SubjectId("u1");
  private static final SubjectId U2 = new SubjectId("u2");
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir private Path directory;
  private VaultFixture vault;
  private Instant start;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
    start = vault.clock.instant();
  }

  @AfterEach
  void close() {
    vault.close();
  }

  private SweepResult sweep(Blobs blobs) {
    return sweep(blobs, vault.uploads(vault.keys(), blobs));
  }

  private SweepResult sweep(Blobs blobs, UploadService uploads) {
    return new StagingService(vault.cloud.documents(), blobs, uploads, vault.dataMap, vault.clock)
        .sweep(vault.clock.instant().plus(Duration.ofMinutes(2)));
  }

  private SweepResult sweep() {
    return sweep(vault.cloud.blobs());
  }

  private Blob unmapped(String name) throws IOException {
    return vault
        .cloud
        .blobs()
        .write(
            new BlobId(UploadService.UPLOADS, name),
            "image/png",
            Map.of(),
            OptionalLong.empty(),
            out -> out.write(1));
  }

  private void poison(SubjectId subject) {
    vault.putKey(subject, Fields.of(Map.of("wrapped", Bytes.of(new byte[9]))));
  }

  @Test
  void sealsAnUploadAfterTenMinutesAndNotBefore() throws Exception {
    vault.upload(U1, "i", "image/png", noise(10, 1));
    vault.clock.set(start.plus(Duration.ofMinutes(10)).minus(TICK));
    assertThat(sweep()).isEqualTo(new SweepResult(0, 0, 0));

    vault.clock.set(start.plus(Duration.ofMinutes(10)));

    assertThat(sweep()).isEqualTo(new SweepResult(1, 0, 0));
    assertThat(vault.opened(vault.keys(), U1, "i")).isEqualTo(noise(10, 1));
    assertThat(sweep()).isEqualTo(new SweepResult(0, 0, 0));
  }

  @Test
  @Keeps("P2")
  void deletesUnmappedUploadsAtTheMaximumAge() throws Exception {
    Blob stray = unmapped("stray");
    vault.clock.set(start.plus(DAY).minus(TICK));
    assertThat(sweep()).isEqualTo(new SweepResult(0, 0, 0));
    assertThat(vault.cloud.blobs().stat(stray.id())).isPresent();

    vault.clock.set(start.plus(DAY));

    assertThat(sweep()).isEqualTo(new SweepResult(0, 1, 0));
    assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
  }

  @Test
  void clockSetBackDeletesNothing() throws Exception {
    unmapped("stray");
    vault.upload(U1, "i", "image/png", noise(10, 1));
    vault.clock.set(start.minus(DAY));

    assertThat(sweep()).isEqualTo(new SweepResult(0, 0, 0));
  }

  @Test
  void failedUploadIsKeptAndDoesNotBlockOthers() throws Exception {
    poison(U1);
    Blob failing = vault.upload(U1, "i", "image/png", noise(10, 1));
    vault.upload(U2, "i", "image/png", noise(10, 2));
    vault.clock.advance(DAY);

    assertThat(sweep()).isEqualTo(new SweepResult(1, 0, 1));

    assertThat(vault.cloud.blobs().stat(failing.id())).contains(failing);
    assertThat(vault.opened(vault.keys(), U2, "i")).isEqualTo(noise(10, 2));
  }

  @Test
  void failedDeletionDoesNotBlockOthers() throws Exception {
    unmapped("a stray");
    vault.upload(U1, "i", "image/png", noise(10, 1));
    vault.clock.advance(DAY);

    assertThat(
            sweep(InterceptedPorts.loseFirstResponse(Blobs.class, vault.cloud.blobs(), "delete")))
        .isEqualTo(new SweepResult(1, 0, 1));
  }

  @Test
  void runStopsAtItsLimitAndTheNextContinues() throws Exception {
    int more = 5;
    for (int i = 0; i < StagingService.MAX_PER_RUN + more; i++) {
      unmapped("stray" + i);
    }
    vault.clock.advance(DAY);

    assertThat(sweep()).isEqualTo(new SweepResult(0, StagingService.MAX_PER_RUN, 0));
    assertThat(sweep()).isEqualTo(new SweepResult(0, more, 0));
  }

  @Test
  void failuresUpToTheRunLimitDoNotBlockOthers() throws Exception {
    poison(U1);
    for (int i = 0; i < StagingService.MAX_PER_RUN; i++) {
      vault.upload(U1, "i" + i, "image/png", new byte[1]);
    }
    vault.upload(U2, "i", "image/png", noise(10, 2));
    vault.clock.advance(DAY);

    assertThat(sweep()).isEqualTo(new SweepResult(1, 0, StagingService.MAX_PER_RUN));

    assertThat(vault.opened(vault.keys(), U2, "i")).isEqualTo(noise(10, 2));
  }

  @Test
  @Keeps({"P20", "E17"})
  void deletesUploadsOfErasedSubjects() throws Exception {
    vault.upload(U1, "i", "image/png", noise(10, 1));
    vault.consents.end(U1, "deleted", tx -> 1);
    vault.shredding.shred(U1, KeyClass.CONTENT);
    vault.clock.advance(Duration.ofMinutes(10));

    assertThat(sweep()).isEqualTo(new SweepResult(1, 0, 0));

    assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
    assertThat(vault.generations(UploadService.CONTENT)).isEmpty();
  }

  @Test
  void nextRunCompletesACrashedRun() throws Exception {
    for (int i = 0; i < 3; i++) {
      vault.upload(U1, "i" + i, "image/png", noise(10, i));
    }
    vault.clock.advance(Duration.ofMinutes(10));

    assertThat(sweep(InterceptedPorts.loseFirstResponse(Blobs.class, vault.cloud.blobs(), "write")))
        .isEqualTo(new SweepResult(2, 0, 1));
    assertThat(sweep()).isEqualTo(new SweepResult(1, 0, 0));

    for (int i = 0; i < 3; i++) {
      assertThat(vault.opened(vault.keys(), U1, "i" + i)).isEqualTo(noise(10, i));
    }
  }

  private static final Aead DISABLED =
      new Aead() {
        @Override
        public byte[] encrypt(byte[] plaintext, byte[] associatedData) {
          throw new CloudFailure("Cloud KMS", "encrypt", "FAILED_PRECONDITION");
        }

        @Override
        public byte[] decrypt(byte[] ciphertext, byte[] associatedData) {
          throw new CloudFailure("Cloud KMS", "decrypt", "FAILED_PRECONDITION");
        }
      };

  private void uploadOfEach(int from, int to) throws IOException {
    for (int i = from; i < to; i++) {
      vault.upload(
          new SubjectId(String.format(Locale.ROOT, "p%04d", i)), "i", "image/png", new byte[1]);
    }
  }

  @Test
  @Keeps("P20")
  void outageEndsARunAndTheNextStartsAfterFailures() throws Exception {
    int most = StagingService.MAX_FAILING_OWNERS;
    uploadOfEach(0, 2 * most + 10);
    vault.clock.advance(DAY);
    Blobs blobs = vault.cloud.blobs();
    UploadService broken = vault.uploads(vault.keys(DISABLED), blobs);

    assertThat(sweep(blobs, broken)).isEqualTo(new SweepResult(0, 0, most));
    assertThat(sweep(blobs, broken)).isEqualTo(new SweepResult(0, 0, most));
    assertThat(sweep(blobs, broken))
        .as("the rest, then the first")
        .isEqualTo(new SweepResult(0, 0, most));

    assertThat(sweep()).isEqualTo(new SweepResult(2 * most + 10, 0, 0));
    assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
  }

  @Test
  void manyFailingOwnersDoNotBlockOthersPermanently() throws Exception {
    int most = StagingService.MAX_FAILING_OWNERS;
    for (int i = 0; i < most; i++) {
      poison(new SubjectId(String.format(Locale.ROOT, "p%04d", i)));
    }
    uploadOfEach(0, most);
    vault.upload(U2, "i", "image/png", noise(10, 2));
    vault.clock.advance(DAY);

    assertThat(sweep()).isEqualTo(new SweepResult(0, 0, most));
    assertThat(sweep().sealed()).isEqualTo(1);

    assertThat(vault.opened(vault.keys(), U2, "i")).isEqualTo(noise(10, 2));
  }

  @Test
  void startsNoUploadAfterTheDeadline() throws Exception {
    uploadOfEach(0, 3);
    vault.clock.advance(DAY);
    Blobs slow =
        InterceptedPorts.wrap(
            Blobs.class,
            vault.cloud.blobs(),
            new InterceptedPorts.Interceptor() {
              @Override
              public void before(String operation) {
                if (operation.equals("write")) {
                  vault.clock.advance(Duration.ofMinutes(1));
                }
              }
            });

    assertThat(sweep(slow)).isEqualTo(new SweepResult(2, 0, 0));
    assertThat(sweep(slow)).isEqualTo(new SweepResult(1, 0, 0));
  }
}
