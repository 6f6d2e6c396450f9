package com.anykoma.privacy.proof.audit;

import static com.anykoma.privacy.usage.plan.EventFixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.protection.vault.SigningService;
import com.anykoma.privacy.usage.plan.Concurrently;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests hourly checkpoints: each entry once, also with late entries and concurrent runs. */
@Keeps({"P18", "P20", "P23"})
@Tag("slow")
class CheckpointServiceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration GRACE = CheckpointService.GRACE;
  private static final Duration OVERLAP = CheckpointService.OVERLAP;
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final int MAX_ENTRIES = AuditedWorld.MAX_ENTRIES;

  /** The first moment at which an entry of {@link START} is old enough. */
  private static final Instant OLD_ENOUGH = START.plus(GRACE).plus(TICK);

  private AuditedWorld audited;

  @BeforeEach
  void open(@TempDir Path directory) {
    audited = new AuditedWorld(directory);
  }

  @AfterEach
  void close() {
    audited.close();
  }

  private List<Integer> sizes() {
    return audited.batches().stream().map(it -> it.entries().size()).toList();
  }

  @Test
  void firstCheckpointHasAllEntriesThatAreOldEnough() {
    List<String> ids =
        List.of(
            audited.append(START.minus(Duration.ofDays(400))),
            audited.append(START.minusSeconds(1)),
            audited.append(START));

    assertThat(audited.checkpointAt(OLD_ENOUGH)).isEqualTo(3);

    assertThat(audited.logged(1)).isEqualTo(ids);
    Checkpoint checkpoint = audited.batches().get(0).checkpoint();
    assertThat(checkpoint.number()).isEqualTo(1);
    assertThat(checkpoint.size()).isEqualTo(3);
    assertThat(checkpoint.through()).isEqualTo(OLD_ENOUGH.minus(GRACE));
    assertThat(checkpoint.issuedAt()).isEqualTo(OLD_ENOUGH);
    assertThat(checkpoint.previous()).isEmpty();
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void entryYoungerThanTheGracePeriodIsPending() {
    String id = audited.append(START);

    assertThat(audited.checkpointAt(START)).isZero();
    assertThat(audited.checkpointAt(START.plus(GRACE))).isZero();
    assertThat(audited.check().check().pending()).isEqualTo(1);
    assertThat(audited.checkpointAt(OLD_ENOUGH)).isEqualTo(1);

    assertThat(audited.logged(3)).containsExactly(id);
    assertThat(audited.check().check().pending()).isZero();
  }

  @Test
  void everyHourHasAChainedCheckpointEvenWithoutEntries() {
    for (int hour = 0; hour < 8; hour++) {
      if (hour % 3 == 0) {
        audited.append(START.plus(HOUR.multipliedBy(hour)));
      }
      audited.checkpointAt(OLD_ENOUGH.plus(HOUR.multipliedBy(hour)));
    }

    List<CheckpointBatch> batches = audited.batches();
    assertThat(sizes()).containsExactly(1, 0, 0, 1, 0, 0, 1, 0);
    assertThat(batches)
        .extracting(it -> it.checkpoint().size())
        .containsExactly(1L, 1L, 1L, 2L, 2L, 2L, 3L, 3L);
    for (int i = 1; i < batches.size(); i++) {
      Checkpoint checkpoint = batches.get(i).checkpoint();
      Checkpoint before = batches.get(i - 1).checkpoint();
      assertThat(checkpoint.number()).isEqualTo(i + 1);
      assertThat(checkpoint.previous()).contains(before.hash());
      assertThat(checkpoint.through()).isEqualTo(before.through().plus(HOUR));
      assertThat(checkpoint.root().equals(before.root())).isEqualTo(i % 3 != 0);
    }
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void emptyLogGetsCheckpoints() {
    assertThat(audited.check().check().log().latest()).isEmpty();

    assertThat(audited.checkpointAt(OLD_ENOUGH)).isZero();
    assertThat(audited.checkpointAt(OLD_ENOUGH.plus(HOUR))).isZero();

    assertThat(sizes()).containsExactly(0, 0);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  @Keeps("E8")
  void checkpointIsIdempotent() {
    audited.append(START);
    assertThat(audited.checkpointAt(OLD_ENOUGH)).isEqualTo(1);
    audited.world.cloud.counts().reset();

    assertThat(audited.checkpointAt(OLD_ENOUGH)).isZero();
    assertThat(audited.checkpointAt(OLD_ENOUGH.minusSeconds(60))).isZero();

    assertThat(audited.batches()).hasSize(1);
    assertThat(audited.world.cloud.counts().of("blobs.write")).isZero();
  }

  @Test
  void checkpointWritesOneFileAndNoDocument() {
    audited.checkpointAt(OLD_ENOUGH);
    for (int hour = 1; hour <= 30; hour++) {
      audited.append(20, START.plus(HOUR.multipliedBy(hour)), 0);
      audited.world.cloud.counts().reset();

      assertThat(audited.checkpointAt(OLD_ENOUGH.plus(HOUR.multipliedBy(hour)))).isEqualTo(20);

      Map<String, Long> counts = audited.world.cloud.counts().snapshot();
      assertThat(counts).containsEntry("blobs.write", 1L);
      assertThat(counts.keySet())
          .doesNotContain("documents.write", "documents.transaction", "blobs.delete")
          .noneMatch(it -> it.startsWith("kek."));
      // from the 25th on, a checkpoint also searches the time of an earlier one
      long searches = hour < MissedEntries.FIRST ? 0 : 1;
      assertThat(counts.get("documents.call")).isEqualTo(AuditLog.SHARDS * (1 + searches));
      // entries of this hour and of the three hours before it are read, as they may be late
      assertThat(counts.get("documents.read")).isLessThanOrEqualTo(20 * (4 + searches));
      assertThat(counts.get("blobs.read")).isLessThanOrEqualTo(12 + 7 * searches);
      assertThat(counts.get("blobs.stat")).isLessThanOrEqualTo(20 + 7 * searches);
    }
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void lateEntryIsIncludedForThreeHours() {
    audited.checkpointAt(OLD_ENOUGH);
    Instant through = audited.batches().get(0).checkpoint().through();
    String late = audited.append(through.minus(TICK));
    String latest = audited.append(through.minus(OVERLAP));
    String tooLate = audited.append(through.minus(OVERLAP).minus(TICK));
    String onTime = audited.append(through);
    assertThat(audited.faults()).containsExactly("entry " + tooLate + " is in no checkpoint");

    assertThat(audited.checkpointAt(OLD_ENOUGH.plus(HOUR))).isEqualTo(3);

    assertThat(audited.logged(2)).containsExactly(latest, late, onTime);
    assertThat(audited.faults()).containsExactly("entry " + tooLate + " is in no checkpoint");
  }

  @Test
  void missedDayIsCaughtUp() {
    String before = audited.append(START);
    audited.checkpointAt(OLD_ENOUGH);
    List<String> missed = new ArrayList<>();
    for (int hour = 1; hour <= 30; hour++) {
      missed.add(audited.append(START.plus(HOUR.multipliedBy(hour))));
    }

    assertThat(audited.checkpointAt(OLD_ENOUGH.plus(HOUR.multipliedBy(30)))).isEqualTo(30);

    assertThat(audited.logged(1)).containsExactly(before);
    assertThat(audited.logged(2)).isEqualTo(missed);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void moreEntriesThanTheLimitMakeSeveralCheckpoints() {
    audited.append(2 * MAX_ENTRIES + 1, START, 1_000);

    assertThat(audited.checkpointAt(START.plus(HOUR))).isEqualTo(2 * MAX_ENTRIES + 1);

    AuditCheck.Result result = audited.check().check();
    assertThat(result.faults()).isEmpty();
    assertThat(result.log().batches())
        .extracting(it -> it.entries().size())
        .containsExactly(MAX_ENTRIES, MAX_ENTRIES, 1);
    assertThat(result.log().batches())
        .extracting(it -> it.checkpoint().through())
        .containsExactly(
            START.plusNanos(MAX_ENTRIES * 1_000L),
            START.plusNanos(2 * MAX_ENTRIES * 1_000L),
            START.plus(HOUR).minus(GRACE));
    assertThat(result.log().entries())
        .extracting(it -> Instant.parse(it.requiredString("at")))
        .isSorted();
  }

  @Test
  void entriesUpToTheLimitMakeOneCheckpoint() {
    audited.append(MAX_ENTRIES, START, 0);

    assertThat(audited.checkpointAt(OLD_ENOUGH)).isEqualTo(MAX_ENTRIES);

    assertThat(sizes()).containsExactly(MAX_ENTRIES);
  }

  @Test
  void entriesOfOneMomentAreIncludedOnceAcrossCheckpoints() {
    audited.append(MAX_ENTRIES + 2, START, 0);
    // the next hour reads back to that very moment
    Instant now = START.plus(OVERLAP).plus(GRACE);

    assertThat(audited.checkpointAt(now)).isEqualTo(MAX_ENTRIES + 2);
    assertThat(sizes()).containsExactly(MAX_ENTRIES, 2);
    for (int hour = 1; hour <= 4; hour++) {
      assertThat(audited.checkpointAt(now.plus(HOUR.multipliedBy(hour)))).isZero();
    }

    assertThat(audited.logged()).hasSize(MAX_ENTRIES + 2).doesNotHaveDuplicates();
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void manyLateEntriesDoNotRepeatIncludedOnes() {
    Instant noon = START.plus(HOUR);
    audited.append(3, noon.minus(HOUR.dividedBy(2)), 1_000);
    audited.checkpointAt(noon.plus(GRACE));
    audited.append(MAX_ENTRIES + 1, noon.minus(HOUR.multipliedBy(2)).minusSeconds(1_800), 1_000);

    assertThat(audited.checkpointAt(noon.plus(HOUR).plus(GRACE))).isEqualTo(MAX_ENTRIES + 1);
    assertThat(sizes()).containsExactly(3, MAX_ENTRIES, 1);
    assertThat(audited.checkpointAt(noon.plus(HOUR.multipliedBy(2)).plus(GRACE))).isZero();

    assertThat(audited.logged()).hasSize(MAX_ENTRIES + 4).doesNotHaveDuplicates();
    assertThat(audited.batches())
        .extracting(it -> it.checkpoint().through())
        .isSorted()
        .startsWith(noon, noon, noon.plus(HOUR));
    assertThat(audited.faults()).isEmpty();
  }

  private static Fields planted() {
    return Fields.empty()
        .with(AuditLog.AT, START)
        .with(AuditLog.SHARD, 3)
        .with("about", "erasure")
        .with("action", "fulfilled");
  }

  @Test
  @Keeps("E27")
  void invalidEntryIsSkippedWithAnAlarm() {
    String id = audited.append(START);
    List<Fields> planted =
        List.of(
            planted().with("email", "ada@example.com"),
            planted().with("object", "ada@example.com"),
            planted().with("object", "users/ada"),
            planted().with("cause", "Ada asked us to"),
            planted().with("cause", ""),
            planted().with("cause", "a".repeat(65)),
            planted().with("cause", (Object) null),
            planted().with("cause", 7),
            planted().with("cause", "\ud800"),
            planted().with("about", Map.of("name", "Ada")),
            planted().with("about", List.of("ada")),
            planted().without("action"),
            planted().with("\u0430bout", "erasure"),
            planted().with("\ud800", "erasure"),
            planted().with("id", id),
            planted().with("id", "p11"),
            planted().with("id", "another"));
    for (int i = 0; i < planted.size(); i++) {
      audited.put("p" + i, planted.get(i));
    }
    audited.put("ada@example.com", planted());
    audited.put("Ada Lovelace", planted());

    List<String> alarms = AuditedWorld.alarms(() -> audited.checkpointAt(OLD_ENOUGH));

    assertThat(alarms)
        .hasSize(planted.size() + 2)
        .allSatisfy(it -> assertThat(it).startsWith("alarm:").doesNotContainIgnoringCase("ada@"));
    assertThat(audited.logged()).containsExactly(id);
    assertThat(audited.check().check().pending()).isEqualTo(planted.size() + 2);
    assertThat(
            AuditedWorld.alarms(() -> audited.checkpointAt(OLD_ENOUGH.plus(HOUR.multipliedBy(4)))))
        .isNotEmpty();
    assertThat(audited.logged()).containsExactly(id);
    assertThat(audited.faults())
        .hasSize(planted.size() + 2)
        .allMatch(it -> it.contains("is in no checkpoint"));
  }

  @Test
  void entryOutsideTheShardsIsFoundByTheCheck() {
    audited.put("p1", planted().without(AuditLog.SHARD));
    audited.put("p2", planted().with(AuditLog.SHARD, AuditLog.SHARDS));
    audited.put("p3", planted().with(AuditLog.AT, "2026-03-01T12:00:00Z"));
    audited.put("p4", planted().without(AuditLog.AT));

    assertThat(audited.checkpointAt(OLD_ENOUGH.plus(OVERLAP).minus(TICK))).isZero();

    assertThat(audited.faults())
        .containsExactlyInAnyOrder("entry p3 is in no checkpoint", "entry p4 is in no checkpoint");
    assertThat(audited.checkpointAt(OLD_ENOUGH.plus(OVERLAP).plus(HOUR))).isZero();
    assertThat(audited.faults()).hasSize(4);
  }

  @Test
  @Keeps("E8")
  void concurrentRunsCreateOneCheckpoint() throws InterruptedException {
    audited.append(100, START, 1_000);
    audited.world.clock.set(START.plus(HOUR));
    Callable<Integer> run =
        () ->
            audited
                .service(audited.world.cloud.documents(), audited.store, audited.world.clock)
                .checkpoint();

    List<Integer> added = Concurrently.run(Collections.nCopies(8, run));

    assertThat(sizes()).containsExactly(100);
    // runs of one moment create the same bytes
    assertThat(added).containsAnyOf(100).isSubsetOf(0, 100);
    assertThat(audited.store.keyRing().orElseThrow().names()).hasSize(1);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  @Keeps("E8")
  void overtakenRunReportsNoEntriesAndLosesNone() {
    String first = audited.append(START);
    audited.world.clock.set(OLD_ENOUGH);
    String[] second = {""};
    Documents overtaken =
        InterceptedPorts.runBefore(
            Documents.class,
            audited.world.cloud.documents(),
            "find",
            () -> {
              assertThat(audited.checkpoints.checkpoint()).isEqualTo(1);
              second[0] = audited.append(START);
            });

    int added = audited.service(overtaken, audited.store, audited.world.clock).checkpoint();

    assertThat(added).isZero();
    assertThat(audited.logged()).containsExactly(first);
    assertThat(audited.checkpointAt(OLD_ENOUGH.plus(HOUR))).isEqualTo(1);
    assertThat(audited.logged()).containsExactly(first, second[0]);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void continuesFromACheckpointWhoseAnswerWasLost() {
    String first = audited.append(START);
    assertThat(signing().signer().key()).isNotEmpty();
    audited.world.clock.set(OLD_ENOUGH);
    Blobs losesAnswer =
        InterceptedPorts.loseFirstResponse(Blobs.class, audited.world.cloud.blobs(), "write");
    CheckpointService broken =
        audited.service(
            audited.world.cloud.documents(), new EvidenceStore(losesAnswer), audited.world.clock);

    assertThatThrownBy(broken::checkpoint).hasMessage("the connection broke");
    assertThat(audited.checkpointAt(OLD_ENOUGH)).isZero();
    String second = audited.append(OLD_ENOUGH);

    assertThat(audited.checkpointAt(OLD_ENOUGH.plus(HOUR))).isEqualTo(1);
    assertThat(audited.logged()).containsExactly(first, second);
    assertThat(audited.faults()).isEmpty();
  }

  private SigningService signing() {
    return audited.world.on(audited.world.cloud).signing();
  }

  @Test
  void continuesACrashedRunWithASlowerClock() {
    audited.append(MAX_ENTRIES + 1, START, 1_000);
    Instant now = START.plus(HOUR);
    audited.world.clock.set(now.minusSeconds(300));
    assertThat(signing().signer().key()).isNotEmpty();
    audited.world.clock.set(now);
    Blobs breaking =
        InterceptedPorts.wrap(
            Blobs.class,
            audited.world.cloud.blobs(),
            new InterceptedPorts.Interceptor() {
              private int writes;

              @Override
              public void before(String operation) {
                if (operation.equals("write") && ++writes == 2) {
                  throw new IllegalStateException("the instance crashed");
                }
              }
            });
    CheckpointService crashing =
        audited.service(
            audited.world.cloud.documents(), new EvidenceStore(breaking), audited.world.clock);
    assertThatThrownBy(crashing::checkpoint).hasMessage("the instance crashed");

    assertThat(audited.checkpointAt(now.minusSeconds(120))).isEqualTo(1);

    assertThat(sizes()).containsExactly(MAX_ENTRIES, 1);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void checkpointsContinueAfterAKeyRotation() {
    String first = audited.append(START);
    audited.checkpointAt(OLD_ENOUGH);
    audited.world.clock.set(OLD_ENOUGH.plusSeconds(60));
    signing().rotate();
    String second = audited.append(OLD_ENOUGH);

    assertThat(audited.checkpointAt(OLD_ENOUGH.plus(HOUR))).isEqualTo(1);

    assertThat(audited.logged()).containsExactly(first, second);
    assertThat(audited.batches().stream().map(it -> it.checkpoint().statement().key()).distinct())
        .hasSize(2)
        .isEqualTo(audited.store.keyRing().orElseThrow().names());
  }

  @Test
  void invalidCheckpointIsNotContinued() {
    audited.append(START);
    audited.checkpointAt(OLD_ENOUGH);
    byte[] file = audited.file(AuditedWorld.fileName(1));
    file[file.length / 2] ^= 1;
    audited.replaceFile(AuditedWorld.fileName(1), file);

    assertThatThrownBy(() -> audited.checkpointAt(OLD_ENOUGH.plus(HOUR)))
        .isInstanceOf(PermanentFailure.class);

    assertThat(audited.files()).containsExactly(AuditedWorld.fileName(1));
  }

  @Test
  void latestOfManyCheckpointsIsFoundInFewReads() {
    for (int i = 0; i < 70; i++) {
      assertThat(audited.checkpointAt(OLD_ENOUGH.plus(HOUR.multipliedBy(i)))).isZero();
      assertThat(audited.files()).hasSize(i + 1);
    }
    audited.world.cloud.counts().reset();

    audited.checkpointAt(OLD_ENOUGH.plus(HOUR.multipliedBy(70)));

    assertThat(audited.world.cloud.counts().of("blobs.stat")).isLessThan(30);
    assertThat(audited.files()).hasSize(71);
  }
}
