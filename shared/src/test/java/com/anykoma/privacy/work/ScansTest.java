package com.anykoma.privacy.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.OwnCollections;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.BeginScan;
import com.anykoma.privacy.platform.TaskPayload.Due;
import com.anykoma.privacy.platform.TaskPayload.ReconcileItem;
import com.anykoma.privacy.platform.TaskPayload.ReconcileTask;
import com.anykoma.privacy.platform.TaskPayload.ScanPage;
import com.anykoma.privacy.platform.TaskPayload.ScanTask;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a scan completes once despite duplicate deliveries and failures. */
@Keeps({"P20", "E8"})
final class ScansTest {
  private static final Topic TOPIC = Topic.RECONCILE;
  private static final int DOCUMENTS = 70;
  private static final int PAGE = 10;

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-29T03:00:00Z"));
  private final List<String> seen = new ArrayList<>();
  private EmbeddedCloud cloud;
  private Consumer<Document> item = document -> {};

  @BeforeEach
  void open(@TempDir Path directory) {
    cloud = EmbeddedCloud.open(directory, clock);
    for (int i = 0; i < DOCUMENTS; i++) {
      cloud
          .documents()
          .create(DocumentPath.of("things", "t%02d".formatted(i)), Fields.of(Map.of("number", i)));
    }
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Scans scans() {
    return Scans.ofStore(
            TOPIC, "things", Duration.ofHours(12), cloud.documents(), cloud.tasks(), clock)
        .as("reconcile", checks());
  }

  private Checks checks() {
    return new Checks(cloud.documents(), clock);
  }

  private void handle(Task task) {
    ReconcileTask parsed = ReconcileTask.of(task);
    if (parsed instanceof ReconcileItem listed) {
      item.accept(
          cloud.documents().get(DocumentPath.of(listed.phase(), listed.item())).orElseThrow());
    } else if (parsed instanceof ScanTask scan) {
      handle(scan);
    }
  }

  private void handle(ScanTask scan) {
    scans()
        .handle(
            scan,
            step -> {
              Page<Document> page = step.position().documents(cloud.documents(), PAGE);
              step.forEach(
                  page.items(),
                  each -> {
                    item.accept(each);
                    seen.add(each.path().id());
                  },
                  each -> new ReconcileItem("things", each.path().id()));
              return step.position().after(page, List.of("things"));
            });
  }

  /** Processes every due task. */
  private List<Task> run() {
    List<Task> done = new ArrayList<>();
    List<Delivery> due = cloud.tasks().lease(100, Duration.ofMinutes(1));
    while (!due.isEmpty()) {
      for (Delivery each : due) {
        handle(each.task());
        cloud.tasks().settle(each.message());
        done.add(each.task());
      }
      due = cloud.tasks().lease(100, Duration.ofMinutes(1));
    }
    return done;
  }

  private int sweep() {
    return new ScanSweep(cloud.documents(), Map.of(), cloud.tasks(), clock).sweep();
  }

  private void begin(String id) {
    cloud.tasks().publish(List.of(new Task(TOPIC, id, new BeginScan(id))));
  }

  private Fields record() {
    return cloud
        .documents()
        .get(OwnCollections.SCANS.document(TOPIC.storedName()))
        .orElseThrow()
        .fields();
  }

  @Test
  void onlyAScanThatEndedCompletesItsCheck() {
    checks().found("reconcile", List.of("an old finding"));
    clock.set(clock.instant().plusSeconds(60));
    Instant began = clock.instant();
    item =
        each -> {
          checks().found("reconcile", List.of("a new finding"));
          assertThat(Objects.requireNonNull(checks().results().get("reconcile")).verifiedAt())
              .isEmpty();
        };

    begin("first");
    run();

    Checks.Result result = Objects.requireNonNull(checks().results().get("reconcile"));
    assertThat(result.verifiedAt()).contains(began);
    assertThat(result.findings())
        .containsExactly(new Checks.Finding("a new finding", began, began));
  }

  @Test
  void processesEveryPageOnceAndRecordsTheEnd() {
    begin("first");
    assertThat(run()).hasSize(DOCUMENTS / PAGE + 1);

    assertThat(seen).hasSize(DOCUMENTS).doesNotHaveDuplicates();
    assertThat(record().instant("finishedAt")).contains(clock.instant());
    assertThat(record().has("token")).isFalse();
    assertThat(record().has("nextAttemptAt")).isFalse();
  }

  @Test
  void duplicateDeliveriesProcessEachPageAtMostTwice() {
    cloud.tasks().deliverEverythingTwice();

    begin("first");
    List<Task> delivered = run();

    assertThat(delivered).hasSize(2 * (DOCUMENTS / PAGE + 1));
    assertThat(seen).hasSize(DOCUMENTS); // the second delivery finds the page processed
    assertThat(cloud.tasks().unsettled()).isZero();
  }

  @Test
  void onlyOneConcurrentDeliveryPublishesTheNextPage() {
    boolean[] again = {true};
    item =
        document -> {
          if (again[0]) {
            again[0] = false;
            handle(new ScanPage("first", 0));
          }
        };

    begin("first");

    assertThat(run()).hasSize(DOCUMENTS / PAGE + 1);
    assertThat(seen).hasSize(DOCUMENTS + PAGE);
  }

  @Test
  void refusesASecondScanInProgressOrWithinTheInterval() {
    handle(new BeginScan("first"));
    handle(new BeginScan("second"));
    assertThat(record().string("run")).contains("first");
    run();
    handle(new BeginScan("first"));
    handle(new BeginScan("third"));
    assertThat(seen).hasSize(DOCUMENTS);

    clock.advance(Duration.ofHours(12));
    handle(new BeginScan("fourth"));
    run();

    assertThat(seen).hasSize(2 * DOCUMENTS);
  }

  @Test
  void failedItemIsRetriedAloneOrSkippedIfPermanent() {
    List<String> tried = new ArrayList<>();
    item =
        document -> {
          if (document.path().id().equals("t07")) {
            tried.add("t07");
            if (tried.size() < 2) {
              throw new IllegalStateException("for now");
            }
          }
          if (document.path().id().equals("t08")) {
            throw new PermanentFailure("for good");
          }
        };

    begin("first");

    assertThat(run()).hasSize(DOCUMENTS / PAGE + 1 + 1);
    assertThat(tried).hasSize(2);
    assertThat(seen).hasSize(DOCUMENTS - 2);
    assertThat(record().has("finishedAt")).isTrue();
  }

  @Test
  void onlyTheSweepRetriesAFailedPageLaterEachTime() {
    int attempts = 0;
    Scans scans = scans();
    scans.handle(
        new BeginScan("first"),
        step -> {
          throw new IllegalStateException("the store is down");
        });
    assertThat(cloud.tasks().unsettled()).isZero();

    for (int minute = 0; minute < 24 * 60; minute += 5) {
      clock.advance(Duration.ofMinutes(5));
      attempts += sweep();
      for (Delivery each : cloud.tasks().lease(10, Duration.ofMinutes(1))) {
        scans.handle(
            ScanTask.of(each.task()),
            step -> {
              throw new IllegalStateException("the store is down");
            });
        cloud.tasks().settle(each.message());
      }
    }

    assertThat(attempts).isBetween(5, 8);
    assertThat(record().number("failures")).contains(attempts + 1L);
  }

  @Test
  void sweepContinuesAScanWhoseNextPageWasNotPublished() {
    handle(new BeginScan("first"));
    cloud
        .tasks()
        .lease(10, Duration.ofMinutes(1))
        .forEach(it -> cloud.tasks().settle(it.message()));
    assertThat(seen).hasSize(PAGE);
    assertThat(sweep()).isZero();

    clock.advance(Duration.ofMinutes(15));
    assertThat(sweep()).isEqualTo(1);
    run();

    assertThat(seen).hasSize(DOCUMENTS).doesNotHaveDuplicates();
  }

  @Test
  void sweepDispatchesEachScanInItsOwnTopic() {
    for (Topic each : List.of(Topic.RECONCILE, Topic.REWRAP)) {
      Scans.ofStore(each, "things", Duration.ZERO, cloud.documents(), cloud.tasks(), clock)
          .handle(
              new BeginScan("first"),
              step -> {
                throw new IllegalStateException("the store is down");
              });
    }
    clock.advance(Duration.ofMinutes(15));

    assertThat(sweep()).isEqualTo(2);
    assertThat(cloud.tasks().lease(10, Duration.ofMinutes(1)))
        .extracting(Delivery::task)
        .allMatch(it -> ScanTask.of(it).equals(new Due(it.topic())))
        .extracting(Task::topic)
        .containsExactlyInAnyOrder("reconcile", "rewrap");
  }

  @Test
  void taskOfAnotherRunOrPageDoesNothing() {
    begin("first");
    run();
    handle(new ScanPage("other", 0));
    handle(new ScanPage("first", 3));
    handle(new Due(TOPIC.storedName()));

    assertThat(seen).hasSize(DOCUMENTS);
    assertThat(cloud.tasks().unsettled()).isZero();
  }
}
