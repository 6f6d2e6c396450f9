package com.anykoma.privacy.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.platform.embedded.SqliteTasks.Delivery;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A scan comes to its end once, however often its pages are delivered, and whatever fails. */
@Keeps({"P20", "E8"})
final class ScansTest {
  private static final String TOPIC = "scan-of-the-test";
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
      boolean unused =
          cloud
              .documents()
              .create(
                  DocumentPath.of("things", "t%02d".formatted(i)), Fields.of(Map.of("number", i)));
    }
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Scans scans() {
    return Scans.ofStore(
        TOPIC, "things", Duration.ofHours(12), cloud.documents(), cloud.tasks(), clock);
  }

  private void handle(Task task) {
    if (task.attributes().containsKey("thing")) {
      item.accept(
          cloud
              .documents()
              .get(DocumentPath.of("things", task.attributes().get("thing")))
              .orElseThrow());
      return;
    }
    scans()
        .handle(
            task,
            step -> {
              Page<Document> page = step.position().documents(cloud.documents(), PAGE);
              step.each(
                  page.items(),
                  each -> {
                    item.accept(each);
                    seen.add(each.path().id());
                  },
                  each -> Map.of("thing", each.path().id()));
              return step.position().after(page, List.of("things"));
            });
  }

  /** Does every task that is due. */
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
    cloud.tasks().publish(List.of(new Task(TOPIC, id, Map.of())));
  }

  private Fields record() {
    return cloud.documents().get(Scans.SCANS.document(TOPIC)).orElseThrow().fields();
  }

  @Test
  void everyPageIsDealtWithOnceAndTheRecordSaysWhenItEnded() {
    begin("first");
    assertThat(run()).hasSize(DOCUMENTS / PAGE + 1);

    assertThat(seen).hasSize(DOCUMENTS).doesNotHaveDuplicates();
    assertThat(record().instant("finishedAt")).contains(clock.instant());
    assertThat(record().has("token")).isFalse();
    assertThat(record().has("nextAttemptAt")).isFalse();
  }

  @Test
  void onAQueueThatForgetsIdsAndDeliversTwiceEachPageIsDealtWithTwiceAtMost() {
    cloud.tasks().deliverEverythingTwice();

    begin("first");
    List<Task> delivered = run();

    assertThat(delivered).hasSize(2 * (DOCUMENTS / PAGE + 1));
    assertThat(seen).hasSize(DOCUMENTS); // the second delivery finds that the page is dealt with
    assertThat(cloud.tasks().unsettled()).isZero();
  }

  @Test
  void ofTwoDeliveriesAtOnceOnlyOnePublishesTheNextPage() {
    boolean[] again = {true};
    item =
        document -> {
          if (again[0]) {
            again[0] = false;
            handle(new Task(TOPIC, "first", Map.of("run", "first", "page", "0")));
          }
        };

    begin("first");

    assertThat(run()).hasSize(DOCUMENTS / PAGE + 1);
    assertThat(seen).hasSize(DOCUMENTS + PAGE);
  }

  @Test
  void aSecondScanIsRefusedWhileOneIsUnderWayAndForItsInterval() {
    handle(new Task(TOPIC, "first", Map.of()));
    handle(new Task(TOPIC, "second", Map.of()));
    assertThat(record().string("run")).contains("first");
    run();
    handle(new Task(TOPIC, "first", Map.of()));
    handle(new Task(TOPIC, "third", Map.of()));
    assertThat(seen).hasSize(DOCUMENTS);

    clock.advance(Duration.ofHours(12));
    handle(new Task(TOPIC, "fourth", Map.of()));
    run();

    assertThat(seen).hasSize(2 * DOCUMENTS);
  }

  @Test
  void anItemThatFailsIsTriedByItselfAndOneThatCannotBeHelpedIsPassedOver() {
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
  void aPageThatFailsIsHandedOutAgainByTheSweepLaterEachTimeAndNeverByTheQueue() {
    int attempts = 0;
    Scans scans = scans();
    scans.handle(
        new Task(TOPIC, "first", Map.of()),
        step -> {
          throw new IllegalStateException("the store is down");
        });
    assertThat(cloud.tasks().unsettled()).isZero();

    for (int minute = 0; minute < 24 * 60; minute += 5) {
      clock.advance(Duration.ofMinutes(5));
      attempts += sweep();
      for (Delivery each : cloud.tasks().lease(10, Duration.ofMinutes(1))) {
        scans.handle(
            each.task(),
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
  void aScanWhoseNextPageWasNeverPublishedIsContinuedByTheSweep() {
    handle(new Task(TOPIC, "first", Map.of()));
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
  void aTaskOfAnotherRunOrPageDoesNothing() {
    begin("first");
    run();
    handle(new Task(TOPIC, "x", Map.of("run", "other", "page", "0")));
    handle(new Task(TOPIC, "y", Map.of("run", "first", "page", "3")));
    handle(new Task(TOPIC, "z", Map.of("order", TOPIC)));

    assertThat(seen).hasSize(DOCUMENTS);
    assertThat(cloud.tasks().unsettled()).isZero();
  }
}
