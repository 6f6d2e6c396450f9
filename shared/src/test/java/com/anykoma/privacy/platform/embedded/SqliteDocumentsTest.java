package com.anykoma.privacy.platform.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.platform.ContentionException;
import com.anykoma.privacy.platform.Document;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.DocumentTreeContract;
import com.anykoma.privacy.platform.Documents;
import com.anykoma.privacy.platform.DocumentsContract;
import com.anykoma.privacy.platform.DocumentsQueryContract;
import com.anykoma.privacy.platform.DocumentsTransactionContract;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Query;
import com.anykoma.privacy.platform.embedded.SqliteDocuments.LoggedChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the documents in SQLite: the contracts on a stopped clock, and the change log. */
@SuppressWarnings("NullAway.Init")
final class SqliteDocumentsTest {
  private static final DocumentPath U1 = DocumentPath.of("users", "u1");

  private final MovableClock clock = new MovableClock();
  private final Fields one = Fields.empty().with("n", 1L);
  @TempDir Path directory;
  private EmbeddedCloud cloud;

  @BeforeEach
  void open() {
    cloud = EmbeddedCloud.open(directory, clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Documents documents() {
    return cloud.documents();
  }

  /** The contract of reads, writes and deletion. */
  @Nested
  final class ReadsAndWrites extends DocumentsContract {
    @Override
    protected Documents documents() {
      return cloud.documents();
    }

    @Override
    protected String unique(String stem) {
      return stem; // each test has a store of its own
    }
  }

  /** The contract of transactions. */
  @Nested
  final class Transactions extends DocumentsTransactionContract {
    @Override
    protected Documents documents() {
      return cloud.documents();
    }

    @Override
    protected String unique(String stem) {
      return stem; // each test has a store of its own
    }

    @Override
    protected int parallelMarks() {
      return 100;
    }
  }

  /** The contract of queries. */
  @Nested
  final class Queries extends DocumentsQueryContract {
    @Override
    protected Documents documents() {
      return cloud.documents();
    }

    @Override
    protected String unique(String stem) {
      return stem; // each test has a store of its own
    }
  }

  /** The contract of descendants and collections. */
  @Nested
  @Tag("slow")
  final class Trees extends DocumentTreeContract {
    @Override
    protected Documents documents() {
      return cloud.documents();
    }

    @Override
    protected String unique(String stem) {
      return stem; // each test has a store of its own
    }
  }

  @Test
  void updateTimesIncreaseOnAStoppedClock() {
    documents().create(U1, one);
    Document created = documents().get(U1).orElseThrow();
    documents().update(U1, created.updateTime(), one);
    clock.move(Duration.ofHours(-1));
    documents().update(U1, created.updateTime().plusNanos(1000), one);

    assertThat(created.createTime()).isEqualTo("2026-11-22T12:00:00Z");
    assertThat(documents().get(U1).orElseThrow().updateTime())
        .isEqualTo("2026-11-22T12:00:00.000002Z");
  }

  @Test
  void transactionFailsAfterTooManyConflicts() {
    documents().create(U1, one);
    AtomicInteger attempts = new AtomicInteger();

    assertThatThrownBy(
            () ->
                documents()
                    .transact(
                        it -> {
                          Document read = it.read(U1).orElseThrow();
                          documents().update(U1, read.updateTime(), one);
                          attempts.incrementAndGet();
                          it.update(U1, one);
                          return true;
                        }))
        .isInstanceOf(ContentionException.class);
    assertThat(attempts).hasValue(25);
  }

  @Test
  void workThatFailsOnStaleReadsRunsAgain() {
    documents().create(U1, one);
    AtomicInteger runs = new AtomicInteger();

    String answer =
        documents()
            .transact(
                it -> {
                  long n = it.read(U1).orElseThrow().fields().number("n").orElseThrow();
                  if (runs.incrementAndGet() == 1) {
                    documents().delete(List.of(U1));
                    documents().create(U1, Fields.empty().with("n", 2L));
                    throw new IllegalStateException("saw " + n);
                  }
                  return "saw " + n;
                });

    assertThat(answer).isEqualTo("saw 2");
  }

  @Test
  void refusesDocumentsOverFirestoresLimits() {
    Object nested = "leaf";
    for (int i = 0; i < 22; i++) {
      nested = Map.of("in", nested);
    }
    Fields deep = Fields.empty().with("deep", nested);
    Fields large = Fields.empty().with("large", "a".repeat(1 << 20));

    assertThatThrownBy(() -> documents().create(U1, deep)).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> documents().create(U1, large)).isInstanceOf(PermanentFailure.class);
    assertThat(documents().get(U1)).isEmpty();
  }

  @Test
  void roundTripsALoneSurrogate() {
    Fields half = Fields.empty().with("half", "a\ud800b").with("other", "\udc00");

    documents().create(U1, half);

    assertThat(documents().get(U1).orElseThrow().fields()).isEqualTo(half);
  }

  @Test
  void tiesInADescendingOrderAreSortedByPath() {
    for (String id : List.of("b", "a", "c")) {
      documents().create(DocumentPath.of("users", id), one);
    }

    List<Document> found =
        documents().find(Query.in(U1.collection()).orderByDescending("n").limit(2));

    assertThat(found).extracting(each -> each.path().id()).containsExactly("a", "b");
    assertThat(
            documents().find(Query.in(U1.collection()).orderByDescending("n").after(found.get(1))))
        .extracting(each -> each.path().id())
        .containsExactly("c");
  }

  @Test
  void listingCountsOneCallAndEachPathButNoRead() {
    documents().create(U1.child("items", "i1"), one);
    documents().create(U1.child("items", "i2"), one);
    cloud.counts().reset();

    documents().descendants(List.of(U1, DocumentPath.of("users", "u2")), Optional.empty(), 10);
    documents().ids(U1.collection(), Optional.empty(), 10);

    assertThat(cloud.counts().snapshot())
        .containsExactlyInAnyOrderEntriesOf(Map.of("documents.call", 2L, "documents.listed", 3L));
  }

  // the feed of changes

  @Test
  void feedHasBeforeAndAfterOfEveryWrite() {
    documents().create(U1, one);
    Document first = documents().get(U1).orElseThrow();
    documents().update(U1, first.updateTime(), Fields.empty().with("m", 2L));
    Document second = documents().get(U1).orElseThrow();
    documents().delete(List.of(U1, DocumentPath.of("users", "never")));

    List<LoggedChange> changes = cloud.documents().changes(0, 10);

    assertThat(changes).extracting(LoggedChange::sequence).containsExactly(1L, 2L, 3L);
    assertThat(changes.get(0).change().before()).isEmpty();
    assertThat(changes.get(0).change().after()).hasValue(first);
    assertThat(changes.get(1).change().before()).hasValue(first);
    assertThat(changes.get(1).change().after()).hasValue(second);
    assertThat(changes.get(2).change().before()).hasValue(second);
    assertThat(changes.get(2).change().after()).isEmpty();
  }

  @Test
  @Keeps("E8")
  void readOnlyTransactionLogsNoChange() {
    documents().create(U1, one);
    cloud.documents().forgetChanges(1);

    documents().transact(it -> it.read(U1));
    documents().create(U1, one);

    assertThat(cloud.documents().changes(0, 10)).isEmpty();
  }

  @Test
  @Keeps("E26")
  void feedHasNoGapsUnderConcurrentWriters() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    List<Future<?>> running = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      String id = "t" + thread;
      running.add(
          pool.submit(
              () -> {
                for (int i = 0; i < 50; i++) {
                  DocumentPath path = DocumentPath.of("users", id + "-" + i);
                  documents()
                      .transact(
                          it -> {
                            it.create(path, one);
                            it.set(path.child("items", "i"), one);
                            return true;
                          });
                  documents().create(path, one); // refused: leaves no gap
                }
              }));
    }
    for (Future<?> each : running) {
      each.get();
    }
    pool.shutdown();

    List<Long> sequences = new ArrayList<>();
    List<LoggedChange> page = cloud.documents().changes(0, 7);
    while (!page.isEmpty()) {
      page.forEach(each -> sequences.add(each.sequence()));
      page = cloud.documents().changes(sequences.get(sequences.size() - 1), 7);
    }
    assertThat(sequences)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 800).boxed().toList());
  }

  @Test
  void sequencesContinueAfterAllChangesAreForgotten() {
    documents().create(U1, one);
    cloud.documents().forgetChanges(1);
    close();
    open();

    documents().delete(List.of(U1));

    assertThat(cloud.documents().changes(0, 10))
        .extracting(LoggedChange::sequence)
        .containsExactly(2L);
  }

  @Test
  void feedLogsOnlySelectedPathsWithoutGaps() {
    cloud.documents().recordOnly(path -> path.value().startsWith("users/"));

    cloud.documents().create(DocumentPath.of("subjects", "u1"), one);
    cloud.documents().create(U1, one);
    cloud.documents().delete(List.of(DocumentPath.of("subjects", "u1")));

    assertThat(cloud.documents().changes(0, 10))
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.sequence()).isEqualTo(1);
              assertThat(change.change().path()).isEqualTo(U1);
            });
  }

  @Test
  void listenersRunAfterWritesOnly() {
    AtomicInteger notifications = new AtomicInteger();
    cloud.documents().onChange(notifications::incrementAndGet);

    documents().create(U1, one);
    documents().create(U1, one);
    documents().get(U1);
    documents().transact(it -> it.read(U1));
    documents()
        .transact(
            it -> {
              it.set(U1, one);
              return true;
            });

    assertThat(notifications).hasValue(2);
  }
}
