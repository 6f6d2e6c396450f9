package com.anykoma.privacy.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.StepRunner;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.CollectionPath;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the lease of an order is the only retry of its work. */
@Keeps("P20")
final class DueIndexTest {
  private static final Instant START = Instant.parse("2026-11-29T12:00:00Z");
  private static final CollectionPath ERASURES = new CollectionPath("erasures");
  private static final Duration SWEEP = Duration.ofMinutes(5);

  private final SettableClock clock = new SettableClock(START);
  private final List<Task> dispatched = new ArrayList<>();
  @TempDir private Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private RemovalOrder open(String id) {
    RemovalOrder order =
        RemovalOrder.open(
            ERASURES.document(id), new SubjectId("u1"), "requested", START, START, START);
    assertThat(cloud.documents().create(order.path(), order.fields())).isTrue();
    return order;
  }

  private int dispatch(Documents documents) {
    StepRunner steps = new StepRunner();
    int count =
        new DueIndex(documents, ERASURES)
            .dispatch(
                dispatched::addAll, Topic.ERASE, clock, clock.instant().plusSeconds(60), 10, steps)
            .size();
    steps.throwFailure();
    return count;
  }

  private void sweepFor(Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      dispatch(cloud.documents());
      clock.advance(SWEEP);
    }
  }

  private void change(DocumentPath path, UnaryOperator<RemovalOrder> change) {
    Document stored = cloud.documents().get(path).orElseThrow();
    cloud.documents().set(path, change.apply(RemovalOrder.of(stored)).fields());
  }

  @Test
  void stuckOrderIsAttemptedLessOftenUpToEverySixteenHours() {
    open("a");

    sweepFor(Duration.ofDays(1));
    assertThat(dispatched).hasSize(7);

    dispatched.clear();
    sweepFor(Duration.ofDays(8));
    assertThat(dispatched).hasSize(12);
  }

  @Test
  void repeatedBlocksAndDiscrepanciesDoNotShortenTheLease() {
    RemovalOrder order = open("a");
    Instant end = START.plus(Duration.ofDays(1));
    int attempts = 0;
    while (clock.instant().isBefore(end)) {
      if (dispatch(cloud.documents()) > 0) {
        attempts++;
        Instant now = clock.instant();
        change(
            order.path(),
            it -> it.blocked("too many", now).withDiscrepancies(List.of("users"), now));
      }
      clock.advance(SWEEP);
    }

    assertThat(attempts).isEqualTo(7);
  }

  @Test
  void progressResetsTheLease() {
    RemovalOrder order = open("a");
    sweepFor(Duration.ofHours(10));
    change(order.path(), it -> it.started(clock.instant(), false));
    dispatched.clear();

    sweepFor(Duration.ofHours(1));

    assertThat(dispatched).hasSize(2);
  }

  @Test
  void failedLeaseDoesNotDelayOtherShards() {
    for (int i = 0; i < 32; i++) {
      open("order-" + i);
    }
    Documents flaky =
        InterceptedPorts.wrap(
            Documents.class,
            cloud.documents(),
            new InterceptedPorts.Interceptor() {
              private int updates;

              @Override
              public void before(String operation) {
                if (operation.equals("update") && ++updates == 4) {
                  throw new IllegalStateException("the connection broke");
                }
              }
            });

    assertThatThrownBy(() -> dispatch(flaky)).hasMessage("the connection broke");

    assertThat(dispatched).hasSizeGreaterThanOrEqualTo(28);
    dispatch(cloud.documents());
    assertThat(dispatched).extracting(it -> it.attributes().get("order")).doesNotHaveDuplicates();
    assertThat(dispatched).hasSize(32);
  }

  @Test
  void dispatchesNothingAfterItsTime() {
    open("a");

    assertThat(
            new DueIndex(cloud.documents(), ERASURES)
                .dispatch(
                    dispatched::addAll, Topic.ERASE, clock, clock.instant(), 10, new StepRunner()))
        .isEmpty();
    assertThat(dispatch(cloud.documents())).isEqualTo(1);
  }
}
