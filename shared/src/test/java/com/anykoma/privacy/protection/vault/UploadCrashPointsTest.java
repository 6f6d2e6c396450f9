package com.anykoma.privacy.protection.vault;

import static com.anykoma.privacy.protection.vault.OpenedBlobTest.noise;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.subject.Subjects;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Crashes the process before and after every port operation, then redelivers the event. */
@Keeps({"P10", "P16", "P20"})
@Tag("slow")
final class UploadCrashPointsTest {
  private static final int MORE_THAN_AN_UPLOAD_TAKES = 30;

  @TempDir private Path directory;
  private VaultFixture vault;

  @BeforeEach
  void open() {
    vault = new VaultFixture(directory);
    vault.cloud.blobs().keepGenerations(UploadService.UPLOADS, true);
  }

  @AfterEach
  void close() {
    vault.close();
  }

  /** Performs a number of operations, then fails before or after the next and at all later ones. */
  private static final class Crash implements InterceptedPorts.Interceptor {
    private final int at;
    private final boolean isDone;
    private int operations;

    Crash(int at, boolean isDone) {
      this.at = at;
      this.isDone = isDone;
    }

    boolean happened() {
      return operations >= at;
    }

    @Override
    public void before(String operation) throws IOException {
      operations++;
      if (operations > at || (operations == at && !isDone)) {
        throw new IOException("crashed before " + operation);
      }
    }

    @Override
    public @Nullable Object after(String operation, @Nullable Object answer) throws IOException {
      if (operations >= at) {
        throw new IOException("crashed after " + operation);
      }
      return answer;
    }
  }

  private UploadService crashing(Crash crash) {
    Documents documents = InterceptedPorts.wrap(Documents.class, vault.cloud.documents(), crash);
    return new UploadService(
        InterceptedPorts.wrap(Blobs.class, vault.cloud.blobs(), crash),
        vault.keys(InterceptedPorts.wrap(Documents.class, vault.cloud.keys(), crash)),
        new Subjects(documents, vault.hash, vault.cloud.tasks(), vault.audit, vault.clock),
        vault.hash,
        vault.dataMap,
        vault.purges,
        vault.exclusion,
        vault.clock);
  }

  /** Delivers each upload's event until it succeeds; the process crashes at the first delivery. */
  private boolean crashesAt(int at, boolean isDone, List<Blob> uploads) throws IOException {
    Crash crash = new Crash(at, isDone);
    List<Blob> left = new ArrayList<>(uploads);
    UploadService crashing = crashing(crash);
    try {
      for (Blob each : uploads) {
        crashing.sealUpload(each);
        left.remove(each);
      }
    } catch (Exception e) {
      assertThat(crash.happened()).isTrue();
    }
    for (Blob each : left) {
      vault.uploads(vault.keys()).sealUpload(each);
    }
    return crash.happened();
  }

  private List<Blob> uploads(SubjectId owner) throws IOException {
    List<Blob> uploads = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      uploads.add(vault.upload(owner, "i", "image/png", noise(1_000, i)));
    }
    return uploads;
  }

  @Test
  void crashAtAnyPointStillSealsTheNewestAndLeavesNoPlaintext() throws Exception {
    int crashCount = 0;
    for (int at = 1; at < MORE_THAN_AN_UPLOAD_TAKES; at++) {
      for (boolean isDone : new boolean[] {false, true}) {
        for (boolean inOrder : new boolean[] {false, true}) {
          SubjectId owner = new SubjectId("u" + at + isDone + inOrder);
          List<Blob> uploads = uploads(owner);
          List<Blob> order = inOrder ? uploads : List.of(uploads.get(1), uploads.get(0));

          crashCount += crashesAt(at, isDone, order) ? 1 : 0;

          assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
          assertThat(vault.opened(vault.keys(), owner, "i")).isEqualTo(noise(1_000, 1));
          assertThat(vault.cloud.documents().get(recordOf(owner)))
              .map(it -> it.fields().number("upload"))
              .contains(Optional.of(uploads.get(1).generation()));
        }
      }
    }
    assertThat(crashCount).isBetween(40, 4 * MORE_THAN_AN_UPLOAD_TAKES - 8);
  }

  private DocumentPath recordOf(SubjectId owner) {
    return vault.blobs(vault.keys()).recordPath(owner, VaultFixture.sealed(owner, "i"));
  }

  @Test
  void crashAtAnyPointLeavesNoDataOfErasedSubjects() throws Exception {
    for (int at = 1; at < MORE_THAN_AN_UPLOAD_TAKES; at++) {
      for (boolean isDone : new boolean[] {false, true}) {
        SubjectId owner = new SubjectId("e" + at + isDone);
        List<Blob> uploads = uploads(owner);
        vault.consents.end(owner, "deleted", tx -> 1);
        if (at % 2 == 0) {
          vault.shredding.shred(owner, KeyClass.CONTENT);
        }

        crashesAt(at, isDone, uploads);

        assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
        assertThat(vault.generations(UploadService.CONTENT)).isEmpty();
        assertThat(vault.cloud.documents().get(recordOf(owner))).isEmpty();
      }
    }
  }

  @Test
  void erasureBetweenCrashAndRedeliveryLeavesNoData() throws Exception {
    for (int at = 1; at < MORE_THAN_AN_UPLOAD_TAKES / 2; at++) {
      for (boolean isDone : new boolean[] {false, true}) {
        SubjectId owner = new SubjectId("f" + at + isDone);
        Blob upload = vault.upload(owner, "i", "image/png", noise(1_000, 1));
        Crash crash = new Crash(at, isDone);
        try {
          crashing(crash).sealUpload(upload);
        } catch (Exception e) {
          assertThat(crash.happened()).isTrue();
        }
        vault.consents.end(owner, "deleted", tx -> 1);
        vault.shredding.shred(owner, KeyClass.CONTENT);

        vault.uploads(vault.keys()).sealUpload(upload);

        assertThat(vault.generations(UploadService.UPLOADS)).isEmpty();
        assertThat(vault.generations(UploadService.CONTENT)).isEmpty();
      }
    }
  }
}
