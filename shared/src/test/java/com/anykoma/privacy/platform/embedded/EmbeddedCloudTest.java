package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.Blob;
import com.anykoma.privacy.platform.BlobId;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.platform.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the embedded cloud: restarts, a shared directory, counts and cursors. */
@SuppressWarnings("NullAway.Init")
final class EmbeddedCloudTest {
  private static final DocumentPath U1 = DocumentPath.of("users", "u1");
  private static final SubjectId PERSON = new SubjectId("u1");
  private static final byte[] SUBJECT = {1};

  private final MovableClock clock = new MovableClock();
  @TempDir Path parent;

  private EmbeddedCloud open() {
    return EmbeddedCloud.open(parent.resolve("cloud"), clock);
  }

  @Test
  @Keeps("P16")
  void onlyTheOwnerCanAccessTheDirectory() throws IOException {
    open().close();

    assertThat(permissions("cloud")).isEqualTo("rwx------");
    assertThat(permissions("cloud/cloud.db")).isEqualTo("rw-------");
    assertThat(permissions("cloud/kek.json")).isEqualTo("rw-------");
    assertThat(permissions("cloud/tokens.json")).isEqualTo("rw-------");
  }

  private String permissions(String file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(parent.resolve(file)));
  }

  @Test
  @Keeps({"P19", "E26"})
  void allDataSurvivesARestart() throws Exception {
    BillingSubscription subscription =
        new BillingSubscription(
            "sub", "cus", SubscriptionStatus.ACTIVE, List.of(), Optional.of(clock.instant()));
    Document document;
    Blob blob;
    String token;
    byte[] wrapped;
    try (EmbeddedCloud cloud = open()) {
      cloud.documents().create(U1, Fields.empty().with("n", 1L));
      document = cloud.documents().get(U1).orElseThrow();
      blob =
          cloud
              .blobs()
              .write(
                  new BlobId("uploads", "a"),
                  "a/b",
                  Map.of("k", "v"),
                  OptionalLong.empty(),
                  out -> out.write(7));
      cloud.accounts().create(PERSON, Optional.empty(), Optional.empty());
      cloud.accounts().setClaims(PERSON, Map.of("plan", "pro"));
      token = cloud.accounts().issueIdToken(PERSON);
      cloud.billing().put(subscription);
      cloud.tasks().publish(List.of(new Task("t", "t1", Map.of())));
      wrapped = cloud.kek().encrypt(new byte[] {42}, SUBJECT);
      cloud.moveCursor("bridge", 3);
      cloud.moveCursor("bridge", 5);
    }

    try (EmbeddedCloud cloud = open()) {
      assertThat(cloud.documents().get(U1)).hasValue(document);
      assertThat(cloud.blobs().stat(blob.id())).hasValue(blob);
      assertThat(cloud.blobs().read(blob, 0)).hasBinaryContent(new byte[] {7});
      assertThat(cloud.accounts().verify(token).subject()).isEqualTo(PERSON);
      assertThat(cloud.accounts().get(PERSON).orElseThrow().claims())
          .isEqualTo(Map.of("plan", "pro"));
      assertThat(cloud.billing().subscriptions("cus")).hasValue(List.of(subscription));
      assertThat(cloud.tasks().unsettled()).isEqualTo(1);
      assertThat(cloud.kek().decrypt(wrapped, SUBJECT)).containsExactly(42);
      assertThat(cloud.cursor("bridge")).isEqualTo(5);
      assertThat(cloud.cursor("another")).isZero();
      assertThat(cloud.documents().changes(0, 10)).hasSize(1);
    }
  }

  @Test
  @Keeps("E8")
  void twoCloudsOnOneDirectoryLoseNoUpdate() throws Exception {
    try (EmbeddedCloud one = open();
        EmbeddedCloud other = open()) {
      one.documents().create(U1, Fields.empty().with("n", 0L));
      ExecutorService pool = Executors.newFixedThreadPool(4);
      List<Future<?>> running = new ArrayList<>();
      for (EmbeddedCloud each : List.of(one, other, one, other)) {
        running.add(pool.submit(() -> count(each, 25)));
      }
      for (Future<?> each : running) {
        each.get();
      }
      pool.shutdown();

      assertThat(one.documents().get(U1).orElseThrow().fields().number("n")).hasValue(100L);
      assertThat(other.documents().changes(0, 1000)).hasSize(101);
    }
  }

  /** Counts up, and tries again after a {@code ContentionException}. */
  private static void count(EmbeddedCloud cloud, int times) {
    int counted = 0;
    while (counted < times) {
      try {
        cloud
            .documents()
            .transact(
                it -> {
                  Document read = it.read(U1).orElseThrow();
                  long n = read.fields().number("n").orElseThrow();
                  it.update(U1, Fields.empty().with("n", n + 1));
                  return true;
                });
        counted++;
      } catch (ContentionException e) {
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void countsEveryOperationByItsSize() throws Exception {
    try (EmbeddedCloud cloud = open()) {
      cloud.documents().create(U1, Fields.empty());
      cloud
          .documents()
          .transact(
              it -> {
                it.read(List.of(U1, DocumentPath.of("users", "u2")));
                it.set(U1, Fields.empty());
                it.delete(DocumentPath.of("users", "u3"));
                return true;
              });
      cloud.documents().find(Query.in(U1.collection()));
      cloud.tasks().publish(List.of(new Task("t", "1", Map.of()), new Task("t", "2", Map.of())));
      cloud.billing().subscription("sub");
      cloud.kek().encrypt(new byte[1], SUBJECT);

      assertThat(cloud.counts().snapshot())
          .isEqualTo(
              Map.of(
                  "documents.call", 4L,
                  "documents.read", 3L,
                  "documents.write", 3L,
                  "documents.deletion", 1L,
                  "documents.transaction", 1L,
                  "tasks.publish", 2L,
                  "billing.subscription", 1L,
                  "kek.encrypt", 1L));
      cloud.counts().reset();
      assertThat(cloud.counts().of("documents.call")).isZero();
    }
  }

  @Test
  void closedCloudRefusesEveryCall() {
    EmbeddedCloud cloud = open();
    cloud.close();

    assertThatThrownBy(() -> cloud.documents().get(U1)).isInstanceOf(StoreFailure.class);
    assertThatThrownBy(() -> cloud.documents().create(U1, Fields.empty()))
        .isInstanceOf(StoreFailure.class);
  }
}
