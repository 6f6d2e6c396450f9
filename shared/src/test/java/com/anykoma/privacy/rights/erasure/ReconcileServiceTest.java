package com.anykoma.privacy.rights.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Task;
import com.anykoma.privacy.platform.TaskPayload.ReconcileTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that reconciliation is one chain of pages, which no failing item ends. */
@Keeps("E14")
final class ReconcileServiceTest {
  @TempDir private Path directory;
  private Reconciled here;

  @BeforeEach
  void open() {
    here = new Reconciled(directory);
  }

  @AfterEach
  void close() {
    here.close();
  }

  private void people(int count) {
    for (int i = 0; i < count; i++) {
      here.world.signUp("u" + i);
    }
    here.world.runTasks();
  }

  private void customer(String id, Object uid) {
    DocumentPath path = DocumentPath.of("customers", id);
    assertThat(here.world.cloud.documents().create(path, Fields.empty().with("uid", uid))).isTrue();
  }

  private Fields record() {
    return here.world
        .cloud
        .documents()
        .get(DocumentPath.of("scans", "reconcile"))
        .map(Document::fields)
        .orElseThrow();
  }

  @Test
  void duplicatePagesPublishOneNextPageEach() {
    people(250);
    here.night();
    int once = here.reconcileTasks;
    here.reconcileTasks = 0;
    here.deliveries = 2;

    here.night();

    assertThat(once).isGreaterThan(9);
    assertThat(here.reconcileTasks).isEqualTo(2 * once);
    assertThat(record().has("finishedAt")).isTrue();
  }

  @Test
  void refusesASecondScanInProgress() {
    people(1);
    here.start();
    Optional<String> run = record().string("run");
    here.world.clock.advance(Duration.ofHours(1));

    here.start();

    assertThat(record().string("run")).isEqualTo(run);
    here.settle();
    assertThat(record().has("finishedAt")).isTrue();
    here.world.clock.advance(Duration.ofHours(1));
    here.start();
    assertThat(record().string("run")).as("a scan of the same night").isEqualTo(run);
  }

  @Test
  void failingCustomerGetsItsOwnTaskAndTheRestIsHandled() {
    people(2);
    customer("cus_a", "u0");
    customer("cus_b", "u1");
    here.world.cloud.billing().putCustomer("cus_a", Optional.of(new SubjectId("u0")));
    here.world.cloud.billing().putCustomer("cus_b", Optional.of(new SubjectId("u1")));
    int[] calls = {0};
    here.billing =
        () -> {
          calls[0]++;
          if (calls[0] == 1) {
            throw new CloudFailure("Stripe", "read", "UNAVAILABLE");
          }
        };

    here.night();

    assertThat(here.failed).isEmpty();
    assertThat(record().has("finishedAt")).isTrue();
    // both customers, the first one twice, and one page of all customers
    assertThat(calls[0]).isEqualTo(4);
  }

  @Test
  void reportsACustomerWithAnInvalidUidAndContinues() {
    people(2);
    customer("cus_a", "x".repeat(129));
    customer("cus_b", "");
    customer("cus_c", 7L);
    customer("cus_d", "u0");
    int[] calls = {0};
    here.billing = () -> calls[0]++;

    here.night();

    assertThat(here.failed).isEmpty();
    assertThat(record().has("finishedAt")).isTrue();
    assertThat(calls[0]).as("cus_d and one page of all").isEqualTo(2);
  }

  @Test
  void failingSubjectGetsATaskOfItsOwn() {
    people(5);
    here.world.clock.advance(Duration.ofDays(1));
    List<SubjectId> gone = List.of(new SubjectId("u0"), new SubjectId("u1"));
    gone.forEach(here.world.cloud.accounts()::delete);
    int[] calls = {0};
    here.noting =
        () -> {
          calls[0]++;
          if (calls[0] == 1) {
            throw new CloudFailure("Firestore", "transact", "UNAVAILABLE");
          }
        };

    here.night();

    assertThat(gone).allMatch(here::isNoted);
    assertThat(here.failed).isEmpty();
    assertThat(record().has("finishedAt")).isTrue();
  }

  @Test
  void unknownAbsenceCommandFailsPermanently() {
    Task task = new Task("reconcile", "reconcile-1", Map.of("absence", "maybe"));

    assertThatThrownBy(() -> here.reconciliation.handle(ReconcileTask.of(task)))
        .isInstanceOf(PermanentFailure.class);
  }

  @Test
  void failedPageHasNoEffect() {
    people(5);
    here.world.clock.advance(Duration.ofDays(1));
    here.world.cloud.accounts().delete(new SubjectId("u0"));
    here.answer =
        it -> {
          throw new CloudFailure("Auth", "getAll", "UNAVAILABLE");
        };

    here.night();

    assertThat(here.isNoted(new SubjectId("u0"))).isFalse();
    assertThat(record().has("finishedAt")).isFalse();
  }
}
