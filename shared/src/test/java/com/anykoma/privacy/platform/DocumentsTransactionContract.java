package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of {@link Documents} adapters for transactions and concurrent writers. */
public abstract class DocumentsTransactionContract extends DocumentsFixture {
  @Test
  void transactionReadsInOrderAndReturnsItsResult() {
    CollectionPath users = users();
    documents().create(users.document("u1"), one);

    List<Optional<Document>> read =
        documents()
            .transact(
                it ->
                    it.read(
                        List.of(users.document("u2"), users.document("u1"), users.document("u1"))));

    assertThat(read).extracting(Optional::isPresent).containsExactly(false, true, true);
  }

  @Test
  void transactionWritesAllOrNothing() {
    CollectionPath users = users();
    documents().create(users.document("gone"), one);

    documents()
        .transact(
            it -> {
              it.set(users.document("set"), one);
              it.create(users.document("created"), one);
              it.delete(users.document("gone"));
              it.delete(users.document("never"));
              return true;
            });
    assertThatThrownBy(
            () ->
                documents()
                    .transact(
                        it -> {
                          it.set(users.document("lost"), one);
                          throw new IllegalArgumentException("changed my mind");
                        }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("changed my mind");

    assertThat(documents().find(Query.in(users)))
        .extracting(each -> each.path().id())
        .containsExactly("created", "set");
  }

  @Test
  void transactionUpdatesADocumentItHasRead() {
    DocumentPath path = users().document("u1");
    documents().create(path, one.with("kept", true));

    documents()
        .transact(
            it -> {
              it.read(path);
              it.update(path, Fields.empty().with("n", 2L));
              it.update(path, Fields.empty().with("more", 3L));
              return true;
            });

    assertThat(read(path).fields())
        .isEqualTo(Fields.empty().with("n", 2L).with("kept", true).with("more", 3L));
  }

  @Test
  void transactionRefusesToUpdateAnUnreadDocument() {
    DocumentPath path = users().document("u1");

    assertThatThrownBy(
            () ->
                documents()
                    .transact(
                        it -> {
                          it.update(path, one);
                          return true;
                        }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void transactionRefusesReadsAfterItsFirstWrite() {
    DocumentPath path = users().document("u1");

    assertThatThrownBy(
            () ->
                documents()
                    .transact(
                        it -> {
                          it.set(path, one);
                          return it.read(path);
                        }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(documents().get(path)).isEmpty();
  }

  @Test
  @Keeps("E8")
  void concurrentTransactionsAreSerialized() throws Exception {
    DocumentPath path = users().document("u1");
    documents().create(path, one);
    Instant written = read(path).updateTime();
    AtomicInteger runs = new AtomicInteger();

    boolean rivalWrote =
        besides(
            () -> documents().update(path, written, ten()),
            rival ->
                documents()
                    .transact(
                        it -> {
                          long n = it.read(path).orElseThrow().fields().number("n").orElseThrow();
                          if (runs.incrementAndGet() == 1) {
                            rival.run();
                          }
                          it.update(path, Fields.empty().with("n", n + 1));
                          return true;
                        }));

    assertThat(runs).hasValue(rivalWrote ? 2 : 1);
    assertThat(read(path).fields().number("n")).hasValue(rivalWrote ? 11L : 2L);
  }

  @Test
  @Keeps("E13")
  void conflictsOnAReadAbsentDocumentAreDetected() throws Exception {
    DocumentPath tombstone = users().document("tombstone");
    DocumentPath subject = users().document("subject");
    AtomicInteger runs = new AtomicInteger();
    List<Boolean> fencedWhenItRan = new ArrayList<>();

    boolean raised =
        besides(
            () -> documents().create(tombstone, one),
            rival ->
                documents()
                    .transact(
                        it -> {
                          boolean fenced = it.read(tombstone).isPresent();
                          fencedWhenItRan.add(fenced);
                          if (runs.incrementAndGet() == 1) {
                            rival.run();
                          }
                          if (!fenced) {
                            it.set(subject, one);
                          }
                          return true;
                        }));

    assertThat(raised).isTrue();
    boolean fenceCameFirst = fencedWhenItRan.get(fencedWhenItRan.size() - 1);
    assertThat(documents().get(subject).isPresent()).isEqualTo(!fenceCameFirst);
    if (!fenceCameFirst) {
      Instant subjectWritten = read(subject).createTime();
      assertThat(read(tombstone).createTime()).isAfter(subjectWritten);
    }
  }

  /**
   * Runs {@code work} with a callback that starts {@code rival} on another thread. The rival either
   * finishes at once, or waits for the end of the work where readers hold locks. Returns the result
   * of the rival.
   */
  private static <T> T besides(Callable<T> rival, Consumer<Runnable> work) throws Exception {
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Future<T>> started = new CompletableFuture<>();
      work.accept(
          () -> {
            started.complete(other.submit(rival));
            try {
              started.join().get(500, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
              // the rival waits for the end of the work
            } catch (InterruptedException | ExecutionException e) {
              throw new IllegalStateException(e);
            }
          });
      return started.join().get();
    } finally {
      other.shutdown();
    }
  }

  @Test
  @Keeps("E8")
  void concurrentIncrementsLoseNone() throws Exception {
    DocumentPath path = users().document("counter");
    documents().create(path, Fields.empty().with("n", 0L));

    inParallel(
        contenders(),
        rounds(),
        (thread, round) ->
            documents()
                .transact(
                    it -> {
                      long n = it.read(path).orElseThrow().fields().number("n").orElseThrow();
                      it.update(path, Fields.empty().with("n", n + 1));
                      return n;
                    }));

    assertThat(read(path).fields().number("n")).hasValue((long) contenders() * rounds());
  }

  @Test
  @Keeps("E8")
  void exactlyOneOfManyConcurrentCreatesSucceeds() throws Exception {
    DocumentPath mark = users().document("mark");

    List<Boolean> created =
        inParallel(
            parallelMarks(),
            1,
            (thread, round) ->
                documents()
                    .transact(
                        it -> {
                          if (it.read(mark).isPresent()) {
                            return false;
                          }
                          it.create(mark, one);
                          return true;
                        }));

    assertThat(created).hasSize(parallelMarks()).containsOnlyOnce(true);
  }

  /** The number of transactions that increment one counter. */
  protected int contenders() {
    return 16;
  }

  /** The number of increments per transaction. */
  protected int rounds() {
    return 20;
  }

  /** The number of transactions that create one document concurrently. */
  protected int parallelMarks() {
    return contenders();
  }

  private static Fields ten() {
    return Fields.empty().with("n", 10L);
  }

  private static <T> List<T> inParallel(
      int threads, int rounds, BiFunction<Integer, Integer, T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<T>>> running =
          IntStream.range(0, threads)
              .mapToObj(
                  thread ->
                      pool.submit(
                          () ->
                              IntStream.range(0, rounds)
                                  .mapToObj(round -> work.apply(thread, round))
                                  .toList()))
              .toList();
      List<T> answers = new ArrayList<>();
      for (Future<List<T>> each : running) {
        answers.addAll(each.get());
      }
      return answers;
    } finally {
      pool.shutdown();
    }
  }
}
