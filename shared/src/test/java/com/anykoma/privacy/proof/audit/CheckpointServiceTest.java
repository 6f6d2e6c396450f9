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
import com.anykoma.privacy.protection.vault.SigningService;
import com.anykoma.privacy.protection.vault.Watched;
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

/** The audit log is sealed hour by hour, each entry once, whatever comes late, twice or at once. */
@Keeps({"P18", "P20", "P23"})
@Tag("slow")
class CheckpointServiceTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration GRACE = CheckpointService.GRACE;
  private static final Duration OVERLAP = CheckpointService.OVERLAP;
  private static final Duration TICK = Duration.ofNanos(1_000);
  private static final int MAX_ENTRIES = CheckpointService.MAX_ENTRIES;

  /** The first moment at which an entry of {@link START} is old enough. */
  private static final Instant SEALED = START.plus(GRACE).plus(TICK);

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
    return audited.seals().stream().map(it -> it.entries().size()).toList();
  }

  @Test
  void firstSealHoldsAllThatIsOldEnough() {
    List<String> ids =
        List.of(
            audited.note(START.minus(Duration.ofDays(400))),
            audited.note(START.minusSeconds(1)),
            audited.note(START));

    assertThat(audited.sealAt(SEALED)).isEqualTo(3);

    assertThat(audited.sealed(1)).isEqualTo(ids);
    Checkpoint head = audited.seals().get(0).head();
    assertThat(head.number()).isEqualTo(1);
    assertThat(head.size()).isEqualTo(3);
    assertThat(head.through()).isEqualTo(SEALED.minus(GRACE));
    assertThat(head.issuedAt()).isEqualTo(SEALED);
    assertThat(head.previous()).isEmpty();
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void entryYoungerThanTheGraceWaits() {
    String id = audited.note(START);

    assertThat(audited.sealAt(START)).isZero();
    assertThat(audited.sealAt(START.plus(GRACE))).isZero();
    assertThat(audited.check().check().unsealed()).isEqualTo(1);
    assertThat(audited.sealAt(SEALED)).isEqualTo(1);

    assertThat(audited.sealed(3)).containsExactly(id);
    assertThat(audited.check().check().unsealed()).isZero();
  }

  @Test
  void everyHourHasItsSealChainedToTheOneBeforeEvenWhenNothingHappened() {
    for (int hour = 0; hour < 8; hour++) {
      if (hour % 3 == 0) {
        audited.note(START.plus(HOUR.multipliedBy(hour)));
      }
      audited.sealAt(SEALED.plus(HOUR.multipliedBy(hour)));
    }

    List<CheckpointBatch> seals = audited.seals();
    assertThat(sizes()).containsExactly(1, 0, 0, 1, 0, 0, 1, 0);
    assertThat(seals)
        .extracting(it -> it.head().size())
        .containsExactly(1L, 1L, 1L, 2L, 2L, 2L, 3L, 3L);
    for (int i = 1; i < seals.size(); i++) {
      Checkpoint head = seals.get(i).head();
      Checkpoint before = seals.get(i - 1).head();
      assertThat(head.number()).isEqualTo(i + 1);
      assertThat(head.previous()).contains(before.hash());
      assertThat(head.through()).isEqualTo(before.through().plus(HOUR));
      assertThat(head.root().equals(before.root())).isEqualTo(i % 3 != 0);
    }
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void emptyLogIsSealedToo() {
    assertThat(audited.check().check().log().head()).isEmpty();

    assertThat(audited.sealAt(SEALED)).isZero();
    assertThat(audited.sealAt(SEALED.plus(HOUR))).isZero();

    assertThat(sizes()).containsExactly(0, 0);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  @Keeps("E8")
  void sealingTwiceAtOneMomentIsTheSameAsOnce() {
    audited.note(START);
    assertThat(audited.sealAt(SEALED)).isEqualTo(1);
    audited.world.cloud.counts().reset();

    assertThat(audited.sealAt(SEALED)).isZero();
    assertThat(audited.sealAt(SEALED.minusSeconds(60))).isZero();

    assertThat(audited.seals()).hasSize(1);
    assertThat(audited.world.cloud.counts().of("blobs.write")).isZero();
  }

  @Test
  void sealingCostsOneFileAnHourAndNoWriteOfADocument() {
    audited.sealAt(SEALED);
    for (int hour = 1; hour <= 30; hour++) {
      audited.note(20, START.plus(HOUR.multipliedBy(hour)), 0);
      audited.world.cloud.counts().reset();

      assertThat(audited.sealAt(SEALED.plus(HOUR.multipliedBy(hour)))).isEqualTo(20);

      Map<String, Long> counts = audited.world.cloud.counts().snapshot();
      assertThat(counts).containsEntry("blobs.write", 1L);
      assertThat(counts.keySet())
          .doesNotContain("documents.write", "documents.transaction", "blobs.delete")
          .noneMatch(it -> it.startsWith("kek."));
      assertThat(counts.get("documents.call")).isEqualTo(AuditLog.SHARDS);
      // what may have come late is read again: of the hour, and of the three hours before it
      assertThat(counts.get("documents.read")).isLessThanOrEqualTo(20 * 4);
      assertThat(counts.get("blobs.read")).isLessThanOrEqualTo(12);
      assertThat(counts.get("blobs.stat")).isLessThanOrEqualTo(20);
    }
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void entryByAClockThatIsBehindIsSealedNextTimeForAsLongAsThreeHours() {
    audited.sealAt(SEALED);
    Instant through = audited.seals().get(0).head().through();
    String late = audited.note(through.minus(TICK));
    String latest = audited.note(through.minus(OVERLAP));
    String tooLate = audited.note(through.minus(OVERLAP).minus(TICK));
    String onTime = audited.note(through);
    assertThat(audited.faults()).containsExactly("entry " + tooLate + " was never sealed");

    assertThat(audited.sealAt(SEALED.plus(HOUR))).isEqualTo(3);

    assertThat(audited.sealed(2)).containsExactly(latest, late, onTime);
    assertThat(audited.faults()).containsExactly("entry " + tooLate + " was never sealed");
  }

  @Test
  void missedDayIsCaughtUp() {
    String before = audited.note(START);
    audited.sealAt(SEALED);
    List<String> missed = new ArrayList<>();
    for (int hour = 1; hour <= 30; hour++) {
      missed.add(audited.note(START.plus(HOUR.multipliedBy(hour))));
    }

    assertThat(audited.sealAt(SEALED.plus(HOUR.multipliedBy(30)))).isEqualTo(30);

    assertThat(audited.sealed(1)).containsExactly(before);
    assertThat(audited.sealed(2)).isEqualTo(missed);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void moreThanFitInOneSealMakeSeveral() {
    audited.note(2 * MAX_ENTRIES + 1, START, 1_000);

    assertThat(audited.sealAt(START.plus(HOUR))).isEqualTo(2 * MAX_ENTRIES + 1);

    AuditCheck.Result result = audited.check().check();
    assertThat(result.faults()).isEmpty();
    assertThat(result.log().seals())
        .extracting(it -> it.entries().size())
        .containsExactly(MAX_ENTRIES, MAX_ENTRIES, 1);
    assertThat(result.log().seals())
        .extracting(it -> it.head().through())
        .containsExactly(
            START.plusNanos(MAX_ENTRIES * 1_000L),
            START.plusNanos(2 * MAX_ENTRIES * 1_000L),
            START.plus(HOUR).minus(GRACE));
    assertThat(result.log().entries())
        .extracting(it -> Instant.parse(it.requiredString("at")))
        .isSorted();
  }

  @Test
  void exactlyAsManyAsFitMakeOneSeal() {
    audited.note(MAX_ENTRIES, START, 0);

    assertThat(audited.sealAt(SEALED)).isEqualTo(MAX_ENTRIES);

    assertThat(sizes()).containsExactly(MAX_ENTRIES);
  }

  @Test
  void entriesOfOneMomentAreSealedOnceThoughTheSealIsCutAmongThem() {
    audited.note(MAX_ENTRIES + 2, START, 0);
    // so that the next hour looks back to that very moment
    Instant now = START.plus(OVERLAP).plus(GRACE);

    assertThat(audited.sealAt(now)).isEqualTo(MAX_ENTRIES + 2);
    assertThat(sizes()).containsExactly(MAX_ENTRIES, 2);
    for (int hour = 1; hour <= 4; hour++) {
      assertThat(audited.sealAt(now.plus(HOUR.multipliedBy(hour)))).isZero();
    }

    assertThat(audited.sealed()).hasSize(MAX_ENTRIES + 2).doesNotHaveDuplicates();
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void moreLateEntriesThanFitInOneSealDoNotHideWhatIsSealedAlready() {
    Instant noon = START.plus(HOUR);
    audited.note(3, noon.minus(HOUR.dividedBy(2)), 1_000);
    audited.sealAt(noon.plus(GRACE));
    audited.note(MAX_ENTRIES + 1, noon.minus(HOUR.multipliedBy(2)).minusSeconds(1_800), 1_000);

    assertThat(audited.sealAt(noon.plus(HOUR).plus(GRACE))).isEqualTo(MAX_ENTRIES + 1);
    assertThat(sizes()).containsExactly(3, MAX_ENTRIES, 1);
    assertThat(audited.sealAt(noon.plus(HOUR.multipliedBy(2)).plus(GRACE))).isZero();

    assertThat(audited.sealed()).hasSize(MAX_ENTRIES + 4).doesNotHaveDuplicates();
    assertThat(audited.seals())
        .extracting(it -> it.head().through())
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
  void whatIsNoEntryIsNeverSealedAndAlarms() {
    String id = audited.note(START);
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

    List<String> alarms = AuditedWorld.alarms(() -> audited.sealAt(SEALED));

    assertThat(alarms)
        .hasSize(planted.size() + 2)
        .allSatisfy(it -> assertThat(it).startsWith("alarm:").doesNotContainIgnoringCase("ada@"));
    assertThat(audited.sealed()).containsExactly(id);
    assertThat(audited.check().check().unsealed()).isEqualTo(planted.size() + 2);
    assertThat(AuditedWorld.alarms(() -> audited.sealAt(SEALED.plus(HOUR.multipliedBy(4)))))
        .isNotEmpty();
    assertThat(audited.sealed()).containsExactly(id);
    assertThat(audited.faults()).hasSize(planted.size() + 2).allMatch(it -> it.contains("never"));
  }

  @Test
  void entryPutIntoNoPartOfTheIndexIsNotSealedAndIsFoundByTheCheck() {
    audited.put("p1", planted().without(AuditLog.SHARD));
    audited.put("p2", planted().with(AuditLog.SHARD, AuditLog.SHARDS));
    audited.put("p3", planted().with(AuditLog.AT, "2026-03-01T12:00:00Z"));
    audited.put("p4", planted().without(AuditLog.AT));

    assertThat(audited.sealAt(SEALED.plus(OVERLAP).minus(TICK))).isZero();

    assertThat(audited.faults())
        .containsExactlyInAnyOrder("entry p3 was never sealed", "entry p4 was never sealed");
    assertThat(audited.sealAt(SEALED.plus(OVERLAP).plus(HOUR))).isZero();
    assertThat(audited.faults()).hasSize(4);
  }

  @Test
  @Keeps("E8")
  void ofManySealersAtOnceOneSeals() throws InterruptedException {
    audited.note(100, START, 1_000);
    audited.world.clock.set(START.plus(HOUR));
    Callable<Integer> sealing =
        () ->
            audited
                .sealer(audited.world.cloud.documents(), audited.store, audited.world.clock)
                .seal();

    List<Integer> sealed = Concurrently.run(Collections.nCopies(8, sealing));

    assertThat(sizes()).containsExactly(100);
    // at one moment they all make the same seal, byte for byte
    assertThat(sealed).containsAnyOf(100).isSubsetOf(0, 100);
    assertThat(audited.store.keyRing().orElseThrow().names()).hasSize(1);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  @Keeps("E8")
  void sealerThatIsOvertakenSaysNothingIsSealedAndLosesNothing() {
    String first = audited.note(START);
    audited.world.clock.set(SEALED);
    String[] second = {""};
    Documents overtaken =
        Watched.overtaken(
            Documents.class,
            audited.world.cloud.documents(),
            "find",
            () -> {
              assertThat(audited.sealing.seal()).isEqualTo(1);
              second[0] = audited.note(START);
            });

    int sealed = audited.sealer(overtaken, audited.store, audited.world.clock).seal();

    assertThat(sealed).isZero();
    assertThat(audited.sealed()).containsExactly(first);
    assertThat(audited.sealAt(SEALED.plus(HOUR))).isEqualTo(1);
    assertThat(audited.sealed()).containsExactly(first, second[0]);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void sealThatWasKeptThoughItsAnswerWasLostIsGoneOnFrom() {
    String first = audited.note(START);
    assertThat(signing().signer().key()).isNotEmpty();
    audited.world.clock.set(SEALED);
    Blobs unanswered = Watched.unanswered(Blobs.class, audited.world.cloud.blobs(), "write");
    CheckpointService broken =
        audited.sealer(
            audited.world.cloud.documents(), new EvidenceStore(unanswered), audited.world.clock);

    assertThatThrownBy(broken::seal).hasMessage("the connection broke");
    assertThat(audited.sealAt(SEALED)).isZero();
    String second = audited.note(SEALED);

    assertThat(audited.sealAt(SEALED.plus(HOUR))).isEqualTo(1);
    assertThat(audited.sealed()).containsExactly(first, second);
    assertThat(audited.faults()).isEmpty();
  }

  private SigningService signing() {
    return audited.world.on(audited.world.cloud).signing();
  }

  @Test
  void sealerWhoseClockIsALittleBehindGoesOnWhereAnotherBrokeOff() {
    audited.note(MAX_ENTRIES + 1, START, 1_000);
    Instant now = START.plus(HOUR);
    audited.world.clock.set(now.minusSeconds(300));
    assertThat(signing().signer().key()).isNotEmpty();
    audited.world.clock.set(now);
    Blobs breaking =
        Watched.port(
            Blobs.class,
            audited.world.cloud.blobs(),
            new Watched.Watch() {
              private int writes;

              @Override
              public void before(String operation) {
                if (operation.equals("write") && ++writes == 2) {
                  throw new IllegalStateException("the instance died");
                }
              }
            });
    CheckpointService dying =
        audited.sealer(
            audited.world.cloud.documents(), new EvidenceStore(breaking), audited.world.clock);
    assertThatThrownBy(dying::seal).hasMessage("the instance died");

    assertThat(audited.sealAt(now.minusSeconds(120))).isEqualTo(1);

    assertThat(sizes()).containsExactly(MAX_ENTRIES, 1);
    assertThat(audited.faults()).isEmpty();
  }

  @Test
  void sealsGoOnUnderANewKeyAndTheOldOnesStay() {
    String first = audited.note(START);
    audited.sealAt(SEALED);
    audited.world.clock.set(SEALED.plusSeconds(60));
    signing().rotate();
    String second = audited.note(SEALED);

    assertThat(audited.sealAt(SEALED.plus(HOUR))).isEqualTo(1);

    assertThat(audited.sealed()).containsExactly(first, second);
    assertThat(audited.seals().stream().map(it -> it.head().statement().key()).distinct())
        .hasSize(2)
        .isEqualTo(audited.store.keyRing().orElseThrow().names());
  }

  @Test
  void nothingIsSealedUponASealThatProvesNothing() {
    audited.note(START);
    audited.sealAt(SEALED);
    byte[] file = audited.file(AuditedWorld.seal(1));
    file[file.length / 2] ^= 1;
    audited.replaceFile(AuditedWorld.seal(1), file);

    assertThatThrownBy(() -> audited.sealAt(SEALED.plus(HOUR)))
        .isInstanceOf(PermanentFailure.class);

    assertThat(audited.files()).containsExactly(AuditedWorld.seal(1));
  }

  @Test
  void manySealsAreFoundAtOnce() {
    for (int i = 0; i < 70; i++) {
      assertThat(audited.sealAt(SEALED.plus(HOUR.multipliedBy(i)))).isZero();
      assertThat(audited.files()).hasSize(i + 1);
    }
    audited.world.cloud.counts().reset();

    audited.sealAt(SEALED.plus(HOUR.multipliedBy(70)));

    assertThat(audited.world.cloud.counts().of("blobs.stat")).isLessThan(30);
    assertThat(audited.files()).hasSize(71);
  }
}
