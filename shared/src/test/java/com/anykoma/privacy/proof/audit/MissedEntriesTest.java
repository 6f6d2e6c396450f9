package com.anykoma.privacy.proof.audit;

import static com.anykoma.privacy.usage.plan.EventFixtures.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Blobs;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.proof.certificate.EvidenceStore;
import com.anykoma.privacy.proof.signature.KeyRing;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that every entry gets into one checkpoint, however late it is or long listings omit it. */
@Keeps({"P18", "P20", "P23"})
@Tag("slow")
class MissedEntriesTest {
  private static final int FIRST = MissedEntries.FIRST;
  private static final int MAX_ENTRIES = AuditedWorld.MAX_ENTRIES;
  private static final String ALARM = "alarm: checkpoints of the audit log missed entries entries=";

  private AuditedWorld audited;

  /** The hour of the last checkpoint, which has the same number. */
  private int hour;

  @BeforeEach
  void open(@TempDir Path directory) {
    audited = new AuditedWorld(directory);
  }

  @AfterEach
  void close() {
    audited.close();
  }

  private static Instant at(int hour) {
    return START.plus(Duration.ofHours(hour));
  }

  /** Runs the hourly checkpoints up to this hour; it has the time of one hour before it. */
  private void checkpointsThrough(int last) {
    checkpointsThrough(last, audited.world.cloud.documents());
  }

  private void checkpointsThrough(int last, Documents documents) {
    CheckpointService service = audited.service(documents, audited.store, audited.world.clock);
    while (hour < last) {
      hour++;
      audited.world.clock.set(at(hour).plus(CheckpointService.GRACE));
      service.checkpoint();
    }
  }

  private Documents listing(UnaryOperator<List<?>> change) {
    return InterceptedPorts.wrap(
        Documents.class,
        audited.world.cloud.documents(),
        new InterceptedPorts.Interceptor() {
          @Override
          public @Nullable Object after(String operation, @Nullable Object answer) {
            return answer instanceof List<?> list ? change.apply(list) : answer;
          }
        });
  }

  private void assertComplete(int entries) {
    AuditCheck.Result result = audited.check().check();
    assertThat(result.faults()).isEmpty();
    assertThat(result.pending()).isZero();
    assertThat(audited.logged()).hasSize(entries).doesNotHaveDuplicates();
  }

  @Test
  void omittedEntriesAreInLaterCheckpoints() {
    audited.append(10, at(0), 1_000);
    checkpointsThrough(4, listing(it -> List.of()));
    String onTime = audited.append(at(4));
    checkpointsThrough(FIRST);
    assertThat(audited.faults()).hasSize(10);

    List<String> alarms = AuditedWorld.alarms(() -> checkpointsThrough(FIRST + 1));

    assertThat(audited.logged(FIRST + 1)).hasSize(10).doesNotContain(onTime);
    assertThat(alarms).containsExactly(ALARM + 10);
    assertComplete(11);
    assertThat(AuditedWorld.alarms(() -> checkpointsThrough(FIRST + 10))).isEmpty();
    assertComplete(11);
  }

  @Test
  void entriesThatWereOmittedForDaysAreInLaterCheckpoints() {
    audited.append(10, at(0), 1_000);
    checkpointsThrough(3 * FIRST, listing(it -> List.of()));
    String veryLate = audited.append(at(0).minus(Duration.ofDays(900)));
    checkpointsThrough(8 * FIRST);
    assertThat(audited.logged()).isEmpty();

    checkpointsThrough(8 * FIRST + 1);

    assertThat(audited.logged(8 * FIRST + 1)).hasSize(11).startsWith(veryLate);
    assertComplete(11);
  }

  @Test
  void allEntriesAreInOneCheckpointAfterDaysOfFaultyListings() {
    Random random = new Random(1);
    Documents faulty =
        listing(
            it -> {
              List<Object> some = new ArrayList<>(it);
              some.removeIf(each -> random.nextInt(2) == 0);
              return random.nextBoolean()
                  ? some
                  : Stream.of(some, some).flatMap(List::stream).toList();
            });
    int entries = 0;
    for (int day = 0; day < 3; day++) {
      for (int i = 0; i < FIRST; i++) {
        audited.append(3, at(hour), 1_000_000);
        audited.append(at(random.nextInt(hour + 1))); // written late
        entries += 4;
        checkpointsThrough(hour + 1, faulty);
      }
    }
    assertThat(audited.faults()).isNotEmpty();

    checkpointsThrough(hour + 8 * FIRST);

    assertComplete(entries);
  }

  @Test
  void lateEntryKeepsItsTimeAndIsProved() {
    checkpointsThrough(40);
    Instant then = at(20).minusSeconds(1);
    String late = audited.append(then);
    assertThat(audited.faults()).containsExactly("entry " + late + " is in no checkpoint");

    checkpointsThrough(20 + FIRST);

    assertThat(audited.logged(20 + FIRST)).containsExactly(late);
    CheckpointedLog log = audited.check().check().log();
    JsonValue entry = log.batches().get(20 + FIRST - 1).entries().get(0);
    assertThat(entry.requiredString("at")).isEqualTo(then.toString());
    KeyRing keys = audited.store.keyRing().orElseThrow();
    Instant now = audited.world.clock.instant();
    AuditProof.verified(log.inclusion(late).orElseThrow().file(), keys, now);
    AuditProof.verified(log.consistency(20, 20 + FIRST).file(), keys, now);
    assertComplete(1);
  }

  @Test
  void moreMissedEntriesThanTheLimitMakeSeveralCheckpoints() {
    checkpointsThrough(10);
    audited.append(2 * MAX_ENTRIES + 10, at(2), 1_000);
    checkpointsThrough(2 + FIRST);
    audited.append(at(hour));

    checkpointsThrough(FIRST + 8);

    assertThat(
            audited.batches().stream().map(it -> it.entries().size()).filter(it -> it > 0).toList())
        .containsExactly(MAX_ENTRIES, MAX_ENTRIES, 11);
    assertThat(audited.batches())
        .extracting(it -> it.checkpoint().through())
        .isSorted()
        .endsWith(at(hour));
    assertComplete(2 * MAX_ENTRIES + 11);
  }

  @Test
  void crashBetweenTwoCheckpointsOfMissedEntriesLosesNone() {
    checkpointsThrough(10);
    audited.append(2 * MAX_ENTRIES + 10, at(2), 1_000);
    checkpointsThrough(2 + FIRST);
    audited.world.clock.set(at(3 + FIRST).plus(CheckpointService.GRACE));
    CheckpointService crashing =
        audited.service(
            audited.world.cloud.documents(),
            new EvidenceStore(
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
                    })),
            audited.world.clock);
    assertThatThrownBy(crashing::checkpoint).hasMessage("the instance crashed");
    assertThat(audited.logged()).hasSize(MAX_ENTRIES);

    checkpointsThrough(FIRST + 4);

    assertComplete(2 * MAX_ENTRIES + 10);
  }

  @Test
  void searchThatNeedsAMissingCheckpointIsSkippedWithAnAlarm() {
    checkpointsThrough(FIRST);
    byte[] file = audited.file(AuditedWorld.fileName(2));
    audited.removeFile(AuditedWorld.fileName(2));

    // the times of checkpoints 1 to 3, or what their entries are, are unknown
    assertThat(AuditedWorld.alarms(() -> checkpointsThrough(FIRST + 3)))
        .hasSize(3)
        .allMatch(it -> it.startsWith("alarm: an earlier checkpoint is missing or invalid"));

    audited.replaceFile(AuditedWorld.fileName(2), file);
    assertThat(audited.batches()).hasSize(FIRST + 3);
    assertComplete(0);
  }
}
