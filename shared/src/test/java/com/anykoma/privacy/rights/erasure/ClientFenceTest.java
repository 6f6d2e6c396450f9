package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.World;
import com.anykoma.privacy.collection.census.AttestService;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.retention.expiry.ExpiryService;
import com.anykoma.privacy.retention.removal.CircuitBreakerLimits;
import com.anykoma.privacy.retention.removal.OrderState;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.retention.residency.Residency;
import com.anykoma.privacy.retention.residency.Slack;
import com.anykoma.privacy.retention.residency.StoreResidency;
import com.anykoma.privacy.services.Services;
import com.anykoma.privacy.subject.SubjectHash;
import com.anykoma.privacy.subject.Subjects;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the fence that security rules read: it exists while sessions of the subject may be valid,
 * and then expires.
 */
@Keeps({"P23", "E13"})
final class ClientFenceTest {
  private static final SubjectId ANN = new SubjectId("u1");

  /** {@code printf 'fence/u1' | sha256sum}. */
  private static final DocumentPath FENCE =
      DocumentPath.of("fences", "0e959bd32582c0769e3f987833091d199eeb7f1593877cf4259ef5e15e530ee3");

  private static final Duration ID_TOKEN = Duration.ofHours(1);
  private static final Duration LONGEST_BETWEEN_ATTEMPTS = Duration.ofHours(16);

  @TempDir private Path directory;
  private World world;
  private ErasureExecutionService erasing;
  private ConfirmService confirmations;
  private ExpiryService expiry;

  @BeforeEach
  void open() {
    world = new World(directory);
    Services limited = world.with(new CircuitBreakerLimits(1, 1, 1_000, 1_000, 1_000, 1_000));
    erasing = limited.erasureExecution();
    confirmations = limited.confirmations();
    expiry = world.services.expiry();
    world.signUp(ANN.value());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private ExpiryService.Counts sweep() {
    return expiry.sweep(world.clock.instant().plus(Duration.ofMinutes(1)));
  }

  private Optional<Document> fence() {
    return world.cloud.documents().get(FENCE);
  }

  private Optional<Instant> raisedAt() {
    return fence().flatMap(it -> it.fields().instant("raisedAt"));
  }

  private RemovalOrder order() {
    return world.erasures.status(ANN).orElseThrow();
  }

  private void erase() {
    erasing.erase(order().id());
    world.certify(order());
    erasing.erase(order().id());
  }

  private RemovalOrder blocked() {
    SubjectId other = world.signUp("other");
    world.erasures.begin(other, "account-deleted");
    erasing.erase(world.erasures.status(other).orElseThrow().id());
    world.erasures.begin(ANN, "account-deleted");
    erasing.erase(order().id());
    assertThat(order().blocked()).isPresent();
    return order();
  }

  private void everySixHoursFor(Duration time) {
    Instant end = world.clock.instant().plus(time);
    while (world.clock.instant().isBefore(end)) {
      world.clock.advance(Duration.ofHours(6));
      erasing.erase(order().id());
      sweep();
      assertThat(fence()).isPresent();
    }
  }

  @Test
  void isRaisedWithTheErasureAndHoldsOnlyItsTime() {
    world.erasures.begin(ANN, "account-deleted");

    assertThat(fence().orElseThrow().fields())
        .isEqualTo(Fields.empty().with("raisedAt", world.clock.instant()));
    assertThat(FENCE.id()).isEqualTo(SubjectHash.fence(ANN));
  }

  @Test
  void revocableRequestRaisesNoFence() {
    world.erasures.request(ANN, "requested");
    assertThat(fence()).isEmpty();

    world.clock.advance(Duration.ofDays(7));
    erasing.erase(order().id());

    assertThat(raisedAt()).contains(world.clock.instant());
  }

  @Test
  @Keeps("P19")
  void isLoweredWithTheTombstoneWhenDenied() {
    RemovalOrder waiting = blocked();
    assertThat(fence()).isPresent();

    assertThat(confirmations.deny(waiting.id())).isTrue();

    assertThat(fence()).isEmpty();
    world.subjects.renewFence(ANN);
    assertThat(fence()).isEmpty();
  }

  @Test
  void expiresAfterTheErasureAndDeletesNothingElse() {
    world.erasures.begin(ANN, "account-deleted");
    erase();
    assertThat(order().state()).isEqualTo(OrderState.FULFILLED);

    world.clock.advance(Duration.ofDays(3).minusNanos(1_000));
    assertThat(sweep().deleted()).isZero();
    assertThat(fence()).isPresent();

    world.clock.advance(Duration.ofNanos(1_000));
    assertThat(sweep().deleted()).isEqualTo(1);
    assertThat(fence()).isEmpty();
    assertThat(world.subjects.erased(ANN)).isTrue();
  }

  @Test
  void longErasureRenewsItAndTheCensusStaysClean() {
    blocked();
    everySixHoursFor(Duration.ofDays(12));

    AttestService attest = world.services.attest();
    assertThat(attest.take(Long.MAX_VALUE).locations())
        .filteredOn(it -> it.location().equals("fences"))
        .singleElement()
        .satisfies(it -> assertThat(it.clean()).isTrue())
        .satisfies(it -> assertThat(it.seen()).isEqualTo(1));
    confirmations.confirm(order().id());
    erasing.erase(order().id());
    assertThat(order().state()).isEqualTo(OrderState.IN_PROGRESS);
    everySixHoursFor(Duration.ofDays(4));
  }

  @Test
  void censusReportsAFenceThatDidNotExpire() {
    world.erasures.begin(ANN, "account-deleted");
    world.clock.advance(Duration.ofDays(4));

    AttestService attest = world.services.attest();
    assertThat(attest.take(Long.MAX_VALUE).locations())
        .filteredOn(it -> it.overAge() > 0)
        .extracting(it -> it.location())
        .containsExactly("fences");
  }

  @Test
  void olderErasureRaisesItAtItsNextAttempt() {
    world.erasures.begin(ANN, "account-deleted");
    world.cloud.documents().delete(List.of(FENCE));

    erasing.erase(order().id());

    assertThat(raisedAt()).contains(world.clock.instant());
  }

  @Test
  @Keeps({"P21", "E16"})
  void renewedTombstoneCountsItsAgeAnew() {
    world.erasures.begin(ANN, "account-deleted");
    erase();
    world.clock.advance(Duration.ofDays(300));
    world.cloud.accounts().create(ANN, Optional.empty(), Optional.empty());
    world.subjects.queueLateWrite(ANN, Optional.empty());
    world.runTasks(it -> it.topic().equals(Topic.LATE_WRITE.storedName()));

    world.clock.advance(Duration.ofDays(100));
    sweep();
    assertThat(world.subjects.erased(ANN)).isTrue();

    world.clock.advance(Duration.ofDays(266));
    sweep();
    assertThat(world.subjects.erased(ANN)).isFalse();
  }

  @Test
  @Keeps("E16")
  void returningSubjectIsFencedAgain() {
    world.erasures.begin(ANN, "account-deleted");
    erase();
    world.clock.advance(Duration.ofDays(30));
    sweep();
    assertThat(fence()).isEmpty();

    world.cloud.accounts().create(ANN, Optional.empty(), Optional.empty());
    world.subjects.queueLateWrite(ANN, Optional.empty());
    world.runTasks(it -> it.topic().equals(Topic.LATE_WRITE.storedName()));

    assertThat(raisedAt()).contains(world.clock.instant());
  }

  @Test
  void attemptSoonAfterWritesNothing() {
    world.erasures.begin(ANN, "account-deleted");
    Instant raised = world.clock.instant();
    world.clock.advance(Subjects.FENCE_RENEWED_AFTER.minusNanos(1_000));

    world.subjects.renewFence(ANN);
    assertThat(raisedAt()).contains(raised);

    world.clock.advance(Duration.ofNanos(1_000));
    world.subjects.renewFence(ANN);
    assertThat(raisedAt()).contains(world.clock.instant());
  }

  @Test
  void otherSubjectsAreNotFenced() {
    world.erasures.begin(ANN, "account-deleted");

    for (String neighbour : List.of("u", "u10", "U1", "u1 ", "u1\u0301")) {
      assertThat(
              world
                  .cloud
                  .documents()
                  .get(DocumentPath.of("fences", SubjectHash.fence(new SubjectId(neighbour)))))
          .isEmpty();
    }
  }

  /**
   * The maximum age of the fence is above the longest time between two attempts of an erasure, and
   * low enough that its last backup is deleted together with the person's other data.
   */
  @Test
  @Keeps({"P20", "P21"})
  void outlivesEveryTokenAndExpiresInTime() {
    Location fences = world.dataMap.location("fences").orElseThrow();
    Instant now = world.clock.instant();
    Duration age = Duration.between(fences.expiry().orElseThrow().lastDue(now).orElseThrow(), now);
    Residency residency = FixtureProduct.RESIDENCY;
    Slack slack = residency.slack();
    StoreResidency main =
        residency.stores().stream()
            .filter(it -> it.name().equals("main"))
            .findFirst()
            .orElseThrow();
    Duration late = slack.missed().plus(slack.sweep());

    assertThat(age)
        .isGreaterThan(
            Subjects.FENCE_RENEWED_AFTER.plus(LONGEST_BETWEEN_ATTEMPTS).plus(late).plus(ID_TOKEN));
    assertThat(residency.restorable().plus(slack.total()).plus(age).plus(late).plus(main.window()))
        .isLessThan(Duration.ofDays(30));
  }
}
