package com.anykoma.privacy.proof.audit;

import static com.anykoma.privacy.usage.plan.EventFixtures.START;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.signature.InvalidProof;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.proof.signature.Signer;
import com.anykoma.privacy.proof.signature.TestKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that every change of the audit log or its checkpoints is found and named. */
@Keeps({"P18", "P22", "P23"})
@Tag("slow")
class AuditCheckTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int HOURS = 5;

  private AuditedWorld audited;

  /** The ids of the entries, one for each hour and checkpoint. */
  private List<String> ids;

  @BeforeEach
  void open(@TempDir Path directory) {
    audited = new AuditedWorld(directory);
    ids = new ArrayList<>();
    for (int hour = 0; hour < HOURS; hour++) {
      ids.add(audited.append(at(hour)));
      assertThat(audited.checkpointAt(timeOf(hour))).isEqualTo(1);
    }
  }

  @AfterEach
  void close() {
    audited.close();
  }

  private static Instant at(int hour) {
    return START.plus(HOUR.multipliedBy(hour));
  }

  private static Instant timeOf(int hour) {
    return at(hour).plus(CheckpointService.GRACE).plusSeconds(60);
  }

  @Test
  void unalteredLogHasNoFaults() {
    String waiting = audited.append(timeOf(HOURS - 1));

    AuditCheck.Result result = audited.check().check();

    assertThat(result.faults()).isEmpty();
    assertThat(result.pending()).isEqualTo(1);
    assertThat(result.log().batches()).hasSize(HOURS);
    assertThat(audited.logged()).isEqualTo(ids).doesNotContain(waiting);
    assertThat(result.log().latest().orElseThrow().size()).isEqualTo(HOURS);
  }

  @Test
  void entriesOfRealChangesMatchTheirCheckpoint() {
    audited.world.signUp("ann");
    audited.world.signUp("ben");
    int added = audited.checkpointAt(timeOf(HOURS));

    assertThat(added).isEqualTo(2);
    assertThat(audited.faults()).isEmpty();
    assertThat(audited.check().check().pending()).isZero();
  }

  @Test
  void newestCheckpointIsLateAfterThreeHours() {
    Instant last = timeOf(HOURS - 1);

    audited.world.clock.set(last.plus(HOUR.multipliedBy(2)));
    assertThat(audited.check().newest()).isEmpty();

    audited.world.clock.set(last.plus(HOUR.multipliedBy(4)));
    assertThat(audited.check().newest())
        .containsExactly("the audit log has no checkpoint of the last three hours");
  }

  @Test
  void checkWritesNothing() {
    audited.world.cloud.counts().reset();

    assertThat(audited.faults()).isEmpty();

    assertThat(audited.world.cloud.counts().snapshot().keySet())
        .noneMatch(it -> it.endsWith(".write") || it.endsWith(".delete"))
        .noneMatch(it -> it.endsWith(".transaction") || it.contains("kek."));
  }

  @Test
  void alteredEntryIsNamed() {
    Fields stored = audited.entry(ids.get(2)).fields();
    List<Fields> altered =
        List.of(
            stored.with("action", "confirmed"),
            stored.with("cause", "purges"),
            stored.without("cause"),
            stored.with("object", "A".repeat(43)),
            stored.with("cause", (Object) null),
            stored.with("cause", List.of("erasures")),
            stored.with("id", ids.get(2)),
            stored.with("id", ids.get(1)),
            Fields.empty());
    for (Fields each : altered) {
      audited.put(ids.get(2), each);

      assertThat(audited.faults())
          .containsExactly("entry " + ids.get(2) + " was altered after its checkpoint");
    }
    audited.put(ids.get(2), stored);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void entryWithAlteredTimeIsNamed() {
    Fields stored = audited.entry(ids.get(1)).fields();
    for (Instant each :
        List.of(at(1).plusNanos(1_000), at(1).minusSeconds(1), at(-99), at(HOURS + 1))) {
      audited.put(ids.get(1), stored.with(AuditLog.AT, each));

      assertThat(audited.faults())
          .containsExactly("entry " + ids.get(1) + " was altered after its checkpoint");
    }
    int added = audited.checkpointAt(timeOf(HOURS + 1));
    assertThat(added).isZero();
    assertThat(audited.faults()).hasSize(1);
  }

  @Test
  void deletedEntryIsNamed() {
    audited.world.cloud.documents().delete(List.of(AuditedWorld.path(ids.get(3))));

    assertThat(audited.faults())
        .containsExactly("entry " + ids.get(3) + " is in a checkpoint, but not in the database");
  }

  @Test
  void entryMovedToAnotherIdIsNamedTwice() {
    Document moved = audited.entry(ids.get(0));
    audited.world.cloud.documents().delete(List.of(moved.path()));
    audited.put("moved", moved.fields());

    assertThat(audited.faults())
        .containsExactly(
            "entry moved is in no checkpoint",
            "entry " + ids.get(0) + " is in a checkpoint, but not in the database");
  }

  @Test
  void backdatedEntryIsNamed() {
    String added = audited.append(at(-24));

    assertThat(audited.faults()).containsExactly("entry " + added + " is in no checkpoint");
    assertThat(audited.checkpointAt(timeOf(HOURS))).isZero();
    assertThat(audited.faults()).containsExactly("entry " + added + " is in no checkpoint");
  }

  @Test
  void allFaultsAreNamedAtOnce() {
    audited.put(ids.get(0), audited.entry(ids.get(0)).fields().with("action", "confirmed"));
    audited.world.cloud.documents().delete(List.of(AuditedWorld.path(ids.get(1))));
    String added = audited.append(at(-24));

    assertThat(audited.faults())
        .containsExactlyInAnyOrder(
            "entry " + ids.get(0) + " was altered after its checkpoint",
            "entry " + ids.get(1) + " is in a checkpoint, but not in the database",
            "entry " + added + " is in no checkpoint");
  }

  @Test
  void checksMoreEntriesThanOnePage() {
    audited.append(2_500, at(HOURS), 1_000);
    assertThat(audited.checkpointAt(timeOf(HOURS))).isEqualTo(2_500);

    assertThat(audited.faults()).isEmpty();
    assertThat(audited.logged()).hasSize(HOURS + 2_500);
  }

  private void assertRefused(String... why) {
    assertThatThrownBy(() -> audited.check().check())
        .isInstanceOf(InvalidProof.class)
        .satisfies(it -> assertThat(it.getMessage()).contains(why));
  }

  @Test
  void alteredByteOfACheckpointIsRefusedWithItsNumber() {
    byte[] file = audited.file(AuditedWorld.fileName(3));
    for (int at = 0; at < file.length; at += 7) {
      byte[] altered = file.clone();
      altered[at] ^= 1;
      audited.replaceFile(AuditedWorld.fileName(3), altered);

      assertRefused("checkpoint 3: ");
    }
    audited.replaceFile(AuditedWorld.fileName(3), file);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void alteredEntryOfACheckpointIsRefusedWithItsNumber() {
    String file = new String(audited.file(AuditedWorld.fileName(2)), UTF_8);

    audited.replaceFile(
        AuditedWorld.fileName(2), file.replace("\"tripped\"", "\"confirmed\"").getBytes(UTF_8));
    assertRefused("checkpoint 2: ", "the entries are not the leaves of the signed root");
    audited.replaceFile(
        AuditedWorld.fileName(2),
        file.replaceAll("\"entries\":\\[.*?\\]", "\"entries\":[]").getBytes(UTF_8));
    assertRefused("checkpoint 2: ", "the entries are not the leaves of the signed root");
    audited.replaceFile(
        AuditedWorld.fileName(2),
        file.replace("\"tripped\"", "\"ada@example.com\"").getBytes(UTF_8));
    assertRefused("checkpoint 2: ", "has a malformed member");
    audited.replaceFile(
        AuditedWorld.fileName(2), file.replace("\"size\":2", "\"size\":3").getBytes(UTF_8));
    assertRefused("checkpoint 2: ", "altered");
  }

  @Test
  void truncatedCheckpointIsRefusedWithItsNumber() {
    byte[] file = audited.file(AuditedWorld.fileName(5));
    for (int length : List.of(0, 1, file.length / 2, file.length - 1)) {
      audited.replaceFile(AuditedWorld.fileName(5), Arrays.copyOf(file, length));

      assertRefused("checkpoint 5: the JSON ");
    }
    audited.replaceFile(AuditedWorld.fileName(5), "{}".getBytes(UTF_8));
    assertRefused("checkpoint 5: ", "missing");
  }

  @Test
  void missingCheckpointIsRefusedWithItsNumber() {
    for (int gone : List.of(1, 2, 4)) {
      byte[] file = audited.file(AuditedWorld.fileName(gone));
      audited.removeFile(AuditedWorld.fileName(gone));

      assertRefused("checkpoint " + gone, "is missing");
      audited.replaceFile(AuditedWorld.fileName(gone), file);
    }
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void swappedOrRepeatedCheckpointsAreRefused() {
    byte[] second = audited.file(AuditedWorld.fileName(2));
    byte[] third = audited.file(AuditedWorld.fileName(3));
    audited.replaceFile(AuditedWorld.fileName(2), third);
    audited.replaceFile(AuditedWorld.fileName(3), second);
    assertRefused("checkpoint 2: ", "is missing");

    audited.replaceFile(AuditedWorld.fileName(2), second);
    assertRefused("checkpoint 3: ", "is missing");
  }

  @Test
  void otherFilesAmongTheCheckpointsAreRefused() {
    audited.replaceFile(
        AuditedWorld.fileName(HOURS + 2), audited.file(AuditedWorld.fileName(HOURS)));
    assertRefused("checkpoint 6: ", "is missing");
    audited.removeFile(AuditedWorld.fileName(HOURS + 2));

    audited.replaceFile("audit/readme.txt", "nothing to see".getBytes(UTF_8));
    assertRefused("checkpoint 6: ");
  }

  @Test
  void deletedLatestCheckpointsAreDetectedByALaterCopy() {
    CheckpointedLog seen = audited.check().log();
    audited.removeFile(AuditedWorld.fileName(5));
    audited.removeFile(AuditedWorld.fileName(4));

    AuditCheck.Result result = audited.check().check();

    // the remaining files are a valid shorter log; its later entries are pending again
    assertThat(result.pending()).isEqualTo(2);
    assertThat(result.log().latest().orElseThrow().number())
        .isLessThan(seen.latest().orElseThrow().number());
    // new checkpoints differ from the deleted ones
    assertThat(audited.checkpointAt(timeOf(HOURS))).isEqualTo(2);
    assertThat(audited.check().log().latest().orElseThrow().hash())
        .isNotEqualTo(seen.batches().get(3).checkpoint().hash());
  }

  private CheckpointBatch forged(int number, Signer signer) {
    List<CheckpointBatch> batches = audited.batches();
    CheckpointBatch real = batches.get(number - 1);
    return CheckpointBatch.next(
        number == 1 ? Optional.empty() : Optional.of(batches.get(number - 2)),
        List.of(AuditLog.canonical(audited.entry(ids.get(number - 1)))),
        real.checkpoint().through(),
        real.checkpoint().issuedAt(),
        signer);
  }

  @Test
  void checkpointOfAForeignKeyIsRefusedWithItsNumber() {
    audited.replaceFile(AuditedWorld.fileName(5), forged(5, new TestKey()).file());
    assertRefused("checkpoint 5: ", "was not published");
  }

  @Test
  void checkpointOfAForeignKeyUnderOurNameIsRefused() {
    String ours = audited.store.keyRing().orElseThrow().root();
    TestKey foreign = new TestKey();
    String forged = new String(forged(5, foreign).file(), UTF_8).replace(foreign.key(), ours);

    audited.replaceFile(AuditedWorld.fileName(5), forged.getBytes(UTF_8));

    assertRefused("checkpoint 5: ", "the signature does not match");
  }

  @Test
  void oneForgedCheckpointUnderOurKeyBreaksTheChain() {
    Signer ours = audited.world.on(audited.world.cloud).signing().signer();
    audited.put(ids.get(2), audited.entry(ids.get(2)).fields().with("action", "confirmed"));
    audited.replaceFile(AuditedWorld.fileName(3), forged(3, ours).file());

    assertRefused("checkpoint 4: ", "not chained");
  }

  @Test
  void forgedLogUnderOurKeyIsInconsistentWithACopy() {
    CheckpointedLog seen = audited.check().log();
    Signer ours = audited.world.on(audited.world.cloud).signing().signer();
    audited.put(ids.get(2), audited.entry(ids.get(2)).fields().with("action", "confirmed"));
    List<byte[]> entries = ids.stream().map(it -> AuditLog.canonical(audited.entry(it))).toList();
    Optional<CheckpointBatch> last = Optional.empty();
    for (int i = 0; i < HOURS; i++) {
      CheckpointBatch real = seen.batches().get(i);
      CheckpointBatch forged =
          CheckpointBatch.next(
              last,
              List.of(entries.get(i)),
              real.checkpoint().through(),
              real.checkpoint().issuedAt(),
              ours);
      audited.replaceFile(AuditedWorld.fileName(i + 1), forged.file());
      last = Optional.of(forged);
    }
    CheckpointedLog after = audited.check().log();
    KeyRing keys = audited.store.keyRing().orElseThrow();

    // possible with our key; an earlier copy of a checkpoint reveals it
    assertThat(audited.faults()).isEmpty();
    assertThat(after.batches().get(1).checkpoint().hash())
        .isEqualTo(seen.batches().get(1).checkpoint().hash());
    byte[] claimed =
        new ConsistencyProof(
                seen.batches().get(2).checkpoint(),
                after.latest().orElseThrow(),
                after.consistency(3, 5).path())
            .file();
    assertThatThrownBy(() -> AuditProof.verified(claimed, keys, audited.world.clock.instant()))
        .isInstanceOf(InvalidProof.class)
        .hasMessageContaining("is not a prefix");
  }

  @Test
  void checkpointsWithoutPublicKeyAreRefused() {
    audited.removeFile("keys/00000001.json");

    assertRefused("no public key");
  }

  @Test
  void replacedFirstPublicKeyIsRefused() {
    TestKey foreign = new TestKey();
    audited.replaceFile("keys/00000001.json", KeyRing.statement(1, foreign.x(), START, foreign));

    assertRefused("checkpoint 1: ", "was not published");
  }

  @Test
  void logWithoutCheckpointsHasNoFaults(@TempDir Path other) {
    try (AuditedWorld fresh = new AuditedWorld(other)) {
      fresh.append(START.minus(Duration.ofDays(400)));

      AuditCheck.Result result = fresh.check().check();

      assertThat(result.log().batches()).isEmpty();
      assertThat(result.faults()).isEmpty();
      assertThat(result.pending()).isEqualTo(1);
    }
  }

  @Test
  void resultAndLogPrintNoEntry() {
    AuditCheck.Result result = audited.check().check();

    assertThat(result.log()).hasToString("[audit log of 5 checkpoints]");
    assertThat(Bytes.of(result.log().batches().get(0).file())).asString().startsWith("[");
  }
}
