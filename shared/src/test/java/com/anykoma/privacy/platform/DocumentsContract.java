package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Query.Operator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every adapter of {@link Documents} promises. Tests share a database and keep apart by
 * collections of their own.
 */
public abstract class DocumentsContract extends DocumentTreeContract {
  private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123456Z");

  private final Fields one = Fields.empty().with("n", 1L);

  @Test
  void whatWasNeverWrittenIsAbsent() {
    CollectionPath users = users();

    assertThat(documents().get(users.document("u1"))).isEmpty();
    assertThat(documents().find(Query.in(users))).isEmpty();
    assertThat(documents().count(Query.in(users))).isZero();
  }

  @Test
  void severalAreReadInTheOrderAskedForAndTheAbsentAreEmpty() {
    DocumentPath first = users().document("u1");
    DocumentPath second = users().document("u2");
    documents().create(first, one);
    documents().create(second, one.with("n", 2L));

    List<Optional<Document>> read =
        documents().getAll(List.of(second, users().document("u3"), first));

    assertThat(read)
        .containsExactly(documents().get(second), Optional.empty(), documents().get(first));
    assertThat(documents().getAll(List.of())).isEmpty();
  }

  @Test
  void everyTypeOfValueComesBackAsItWas() {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("null", null);
    values.put("flag", true);
    values.put("whole", Long.MIN_VALUE);
    values.put("tenth", 0.1);
    values.put("one point zero", 1.0);
    values.put("large", 1e300);
    values.put("not a number", Double.NaN);
    values.put("infinite", Double.NEGATIVE_INFINITY);
    values.put("time", NOON);
    values.put("before 1970", Instant.parse("1969-12-31T23:59:59.999999Z"));
    values.put("bytes", Bytes.of(new byte[] {0, -1, 34}));
    values.put("no bytes", Bytes.of(new byte[0]));
    values.put("text", "\"\\/\n\r\t\u0001\u2028é\ud83d\ude00{\"@t\":1}");
    values.put("empty", "");
    values.put("list", Arrays.asList(1L, "a", null, Map.of("k", List.of())));
    values.put("map", Map.of("a", Map.of("b", Map.of()), "t", NOON));
    Fields fields = Fields.of(values);
    DocumentPath path = users().document("u1");

    documents().create(path, fields);

    assertThat(read(path).fields()).isEqualTo(fields);
  }

  @ParameterizedTest
  @ValueSource(strings = {"@", "@t", "@@t", "@b", "a\"b", "$", "a'); DROP TABLE documents; --"})
  void namesThatLookLikeSyntaxAreJustNames(String name) {
    Fields fields = Fields.empty().with(name, 5L).with("in", Map.of(name, "x"));
    DocumentPath path = users().document("u1");

    documents().create(path, fields);

    assertThat(read(path).fields()).isEqualTo(fields);
  }

  @Test
  @Keeps("E8")
  void theSecondCreateChangesNothing() {
    DocumentPath path = users().document("u1");

    assertThat(documents().create(path, one)).isTrue();
    Document first = read(path);

    assertThat(documents().create(path, Fields.empty().with("n", 2L))).isFalse();
    assertThat(read(path)).isEqualTo(first);
  }

  @Test
  void aNewDocumentIsUpdatedWhenItIsCreated() {
    DocumentPath path = users().document("u1");

    documents().create(path, one);

    assertThat(read(path).updateTime()).isEqualTo(read(path).createTime());
  }

  @Test
  void setWritesWhereThereIsNoneAndReplacesAllFieldsOfOneThatIsThere() {
    DocumentPath path = users().document("u1");

    documents().set(path, one.with("old", "o"));
    Document before = read(path);
    documents().set(path, Fields.empty().with("n", 2L));

    Document after = read(path);
    assertThat(before.fields()).isEqualTo(one.with("old", "o"));
    assertThat(after.fields()).isEqualTo(Fields.empty().with("n", 2L));
    assertThat(after.createTime()).isEqualTo(before.createTime());
    assertThat(after.updateTime()).isAfter(before.updateTime());
  }

  @Test
  void updatePutsTopLevelFieldsInPlaceAndMovesTheUpdateTime() {
    DocumentPath path = users().document("u1");
    documents().create(path, one.with("kept", "k").with("map", Map.of("old", 1L)));
    Document before = read(path);

    Fields changes = Fields.empty().with("n", 2L).with("map", Map.of("new", 1L));
    assertThat(documents().update(path, before.updateTime(), changes)).isTrue();

    Document after = read(path);
    assertThat(after.fields())
        .isEqualTo(Fields.empty().with("n", 2L).with("kept", "k").with("map", Map.of("new", 1L)));
    assertThat(after.createTime()).isEqualTo(before.createTime());
    assertThat(after.updateTime()).isAfter(before.updateTime());
  }

  @Test
  void ofTwoUpdatesOfOneReadOnlyTheFirstIsDone() {
    DocumentPath path = users().document("u1");
    documents().create(path, one);
    Instant read = read(path).updateTime();

    assertThat(documents().update(path, read, Fields.empty().with("n", 2L))).isTrue();
    assertThat(documents().update(path, read, Fields.empty().with("n", 3L))).isFalse();

    assertThat(read(path).fields().number("n")).hasValue(2L);
  }

  @Test
  void anAbsentDocumentIsNotUpdated() {
    DocumentPath path = users().document("u1");

    assertThat(documents().update(path, NOON, one)).isFalse();
    assertThat(documents().get(path)).isEmpty();
  }

  @Test
  @Keeps("E16")
  void aDocumentThatCameBackIsAnotherOne() {
    DocumentPath path = users().document("u1");
    documents().create(path, one);
    Document first = read(path);

    documents().delete(List.of(path));
    documents().create(path, one);

    assertThat(read(path).createTime()).isAfter(first.updateTime());
    assertThat(documents().update(path, first.updateTime(), one)).isFalse();
  }

  @Test
  void deletingTheAbsentAndTheSameTwiceIsSuccess() {
    DocumentPath path = users().document("u1");
    documents().create(path, one);

    documents().delete(List.of(path, path, users().document("never")));
    documents().delete(List.of(path));
    documents().delete(List.of());

    assertThat(documents().get(path)).isEmpty();
  }

  @Test
  @Keeps("E24")
  void deletingADocumentLeavesItsSubcollections() {
    DocumentPath user = users().document("u1");
    DocumentPath item = user.child("items", "i1");
    documents().create(user, one);
    documents().create(item, one);

    documents().delete(List.of(user));

    assertThat(documents().get(item)).isPresent();
    assertThat(documents().collections(Optional.of(user))).containsExactly("items");
  }

  @Test
  @Keeps("E24")
  void collectionsAreFoundUnderDocumentsThatAreNotThere() {
    DocumentPath user = users().document("u1");
    documents().create(user.child("a", "1").child("b", "2").child("c", "3"), one);
    documents().create(user.child("z", "1"), one);
    documents().create(user.child("a-", "1"), one);

    assertThat(documents().collections(Optional.of(user))).containsExactly("a", "a-", "z");
    assertThat(documents().collections(Optional.of(user.child("a", "1")))).containsExactly("b");
    assertThat(documents().collections(Optional.of(user.child("z", "1")))).isEmpty();
    assertThat(documents().collections(Optional.empty()))
        .contains(user.segment(0))
        .doesNotContain("a", "b", "z");
  }

  @Test
  @Keeps("E23")
  void neighboursWithTheSamePrefixKeepApart() {
    CollectionPath users = users();
    for (String id : List.of("u1", "u10", "u", "u1 ", "U1", "\u00e9", "e\u0301")) {
      documents().create(users.document(id), Fields.empty().with("id", id));
      documents().create(users.document(id).child("items", "i"), Fields.empty().with("id", id));
    }

    documents().delete(List.of(users.document("u1"), users.document("\u00e9")));

    assertThat(documents().find(Query.in(users)))
        .extracting(each -> each.path().id())
        .containsExactly("U1", "e\u0301", "u", "u1 ", "u10");
    assertThat(documents().find(Query.in(users.document("u1").collection("items")))).hasSize(1);
    assertThat(documents().collections(Optional.of(users.document("u100")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "\"", "%", "_", "\u0001", "\\", "\ud83d\ude00", "a.b", "*"})
  @Keeps("E24")
  void oddIdsAreFoundAgain(String id) {
    DocumentPath path = users().document(id).child("items", id + id);

    documents().create(path, one);

    assertThat(read(path).path()).isEqualTo(path);
    assertThat(documents().find(Query.in(path.collection()))).hasSize(1);
  }

  @Test
  @Keeps("E24")
  void theLongestIdIsFoundAgain() {
    DocumentPath path = users().document("a".repeat(1500));

    documents().create(path, one);

    assertThat(documents().find(Query.in(path.collection()))).hasSize(1);
  }

  // transactions

  @Test
  void aTransactionReadsInOrderAndAnswers() {
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
  void aTransactionWritesAllOrNothing() {
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
  void aTransactionUpdatesWhatItHasRead() {
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
  void aTransactionRefusesToUpdateWhatItHasNotRead() {
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
  void aTransactionRefusesToReadAfterItsFirstWrite() {
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
  void ofATransactionAndItsRivalOneComesAfterTheOther() throws Exception {
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
  void absenceThatWasReadIsGuardedToo() throws Exception {
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
   * Has {@code work} run and, when it says so, a rival beside it: that either is done at once or
   * has to wait for the end of the work, as where readers hold locks. Answers the rival's answer.
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
              // it waits for us
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
  void manyThreadsCountWithoutLosingOne() throws Exception {
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
  void ofManyWhoCreateAMarkAtOnceOneDoes() throws Exception {
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

  /** How many transactions contend for one counter. */
  protected int contenders() {
    return 16;
  }

  /** How often each of them counts. */
  protected int rounds() {
    return 20;
  }

  /** How many transactions create one mark at once. */
  protected int parallelMarks() {
    return contenders();
  }

  // queries

  @Test
  void aCollectionIsNotItsSubcollections() {
    CollectionPath users = users();
    documents().create(users.document("u1"), one);
    documents().create(users.document("u1").child("items", "i1"), one);

    assertThat(documents().find(Query.in(users))).hasSize(1);
    assertThat(documents().count(Query.in(users))).isEqualTo(1);
  }

  @Test
  void aGroupIsEveryCollectionWithTheId() {
    String group = unique("items");
    documents().create(DocumentPath.of(group, "top"), one);
    documents().create(users().document("u1").child(group, "a"), one);
    documents().create(users().document("u1").child("x", "y").child(group, "b"), one);
    documents().create(users().document("u1").child(group + "2", "c"), one);

    assertThat(documents().find(Query.group(group)))
        .extracting(each -> each.path().id())
        .containsExactlyInAnyOrder("top", "a", "b");
    assertThat(documents().count(Query.group(group))).isEqualTo(3);
  }

  @Test
  void equalityIsOfTypeAndValueAndReachesIntoMaps() {
    CollectionPath users = users();
    documents().create(users.document("a"), Fields.empty().with("p", Map.of("s", "paid")));
    documents().create(users.document("b"), Fields.empty().with("p", Map.of("s", "free")));
    documents().create(users.document("c"), Fields.empty().with("p", "paid"));
    documents().create(users.document("d"), Fields.empty().with("s", "paid"));
    documents().create(users.document("e"), Fields.empty().with("n", 1L).with("f", true));
    documents().create(users.document("f"), Fields.empty().with("n", 1.0).with("t", NOON));
    documents().create(users.document("g"), Fields.empty().with("n", "1").with("t", "x"));

    assertThat(ids(Query.in(users).whereEqual("p.s", "paid"))).containsExactly("a");
    assertThat(ids(Query.in(users).whereEqual("n", 1L))).containsExactly("e", "f");
    assertThat(ids(Query.in(users).whereEqual("n", 1))).containsExactly("e", "f");
    assertThat(ids(Query.in(users).whereEqual("n", "1"))).containsExactly("g");
    assertThat(ids(Query.in(users).whereEqual("f", true))).containsExactly("e");
    assertThat(ids(Query.in(users).whereEqual("t", NOON))).containsExactly("f");
    assertThat(ids(Query.in(users).whereEqual("n", 1L).whereEqual("f", true))).containsExactly("e");
    assertThat(documents().count(Query.in(users).whereEqual("n", 1L))).isEqualTo(2);
  }

  @Test
  @Keeps("P20")
  void aRangeOfTimesIsExactToTheMicrosecond() {
    CollectionPath users = users();
    documents().create(users.document("due"), Fields.empty().with("dueAt", NOON));
    documents().create(users.document("later"), Fields.empty().with("dueAt", NOON.plusNanos(1000)));
    documents().create(users.document("text"), Fields.empty().with("dueAt", "2020"));
    documents().create(users.document("none"), one);

    assertThat(ids(Query.in(users).where("dueAt", Operator.LESS_OR_EQUAL, NOON)))
        .containsExactly("due");
    assertThat(ids(Query.in(users).where("dueAt", Operator.LESS, NOON))).isEmpty();
    assertThat(ids(Query.in(users).where("dueAt", Operator.GREATER, NOON)))
        .containsExactly("later");
    assertThat(ids(Query.in(users).where("dueAt", Operator.GREATER_OR_EQUAL, NOON)))
        .containsExactly("due", "later");
  }

  @Test
  void strangeFieldNamesMayBeQueried() {
    CollectionPath users = users();
    Fields odd = Fields.empty().with("it's \"odd\"", Map.of("@t", "v", "$", NOON));
    documents().create(users.document("u1"), odd);
    documents().create(users.document("u2"), one);

    assertThat(ids(Query.in(users).whereEqual("it's \"odd\".@t", "v"))).containsExactly("u1");
    assertThat(ids(Query.in(users).where("it's \"odd\".$", Operator.LESS_OR_EQUAL, NOON)))
        .containsExactly("u1");
    assertThat(ids(Query.in(users).whereEqual("' OR 1=1 --", "v"))).isEmpty();
    assertThat(ids(Query.in(users).orderBy("it's \"odd\".@t"))).containsExactly("u1");
  }

  @Test
  void valuesOfEveryTypeHaveOneOrder() {
    CollectionPath users = users();
    List<@Nullable Object> ordered =
        Arrays.asList(
            null,
            false,
            true,
            Double.NaN,
            -1.5,
            0L,
            0.5,
            1L,
            NOON,
            NOON.plusSeconds(1),
            "",
            "Z",
            "a",
            "\uffee",
            "\ud83d\ude00",
            Bytes.of(new byte[] {1}),
            Bytes.of(new byte[] {-1}),
            List.of(1L),
            List.of(1L, 2L),
            Map.of("a", 1L),
            Map.of("b", 0L));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < ordered.size(); i++) {
      String name = "d" + (99 - i);
      names.add(name);
      documents().create(users.document(name), Fields.empty().with("v", ordered.get(i)));
    }
    documents().create(users.document("lacks"), one);

    assertThat(ids(Query.in(users).orderBy("v"))).containsExactlyElementsOf(names);
    Collections.reverse(names);
    assertThat(ids(Query.in(users).orderByDescending("v"))).containsExactlyElementsOf(names);
  }

  @Test
  void equalityAsksNothingOfTheOrder() {
    CollectionPath users = users();
    for (int i = 0; i < 6; i++) {
      documents()
          .create(
              users.document("d" + i),
              Fields.empty().with("state", i % 2 == 0 ? "OPEN" : "DONE").with("at", 10L - i));
    }

    assertThat(ids(Query.in(users).whereEqual("state", "OPEN").orderBy("at").limit(2)))
        .containsExactly("d4", "d2");
  }

  @Test
  @Keeps("E24")
  void aCursorOverAGroupWithTiesNeitherSkipsNorRepeats() {
    String group = unique("items");
    for (int i = 0; i < 23; i++) {
      documents()
          .create(
              users().document("u" + i).child(group, "d" + i % 3),
              Fields.empty().with("rank", (long) (i % 4)));
    }

    List<DocumentPath> byRank = paged(Query.group(group).orderBy("rank").limit(5));
    List<DocumentPath> byPath = paged(Query.group(group).limit(5));

    assertThat(byRank).hasSize(23).doesNotHaveDuplicates();
    assertThat(byPath).hasSize(23).containsExactlyInAnyOrderElementsOf(byRank);
  }

  private List<DocumentPath> paged(Query query) {
    List<DocumentPath> paths = new ArrayList<>();
    Pages.of(documents(), query).forEach(page -> page.forEach(it -> paths.add(it.path())));
    List<DocumentPath> untilShort = new ArrayList<>();
    Pages.untilShort(documents(), query)
        .forEach(page -> page.forEach(it -> untilShort.add(it.path())));
    assertThat(untilShort).isEqualTo(paths);
    return paths;
  }

  @Test
  @Keeps({"P19", "P23"})
  void aListIsAskedForOneOfItsValues() {
    CollectionPath users = users();
    Map<String, Object> lists =
        Map.of(
            "a", List.of("u1", "u2"),
            "b", List.of("u10", "U1"),
            "c", "u1",
            "d", List.of(List.of("u1").toString(), Map.of("u1", "u1")),
            "e", List.of(1L, true, "it's \"odd\""),
            "f", Map.of("people", List.of("u3", "u1")));
    lists.forEach(
        (id, list) -> documents().create(users.document(id), Fields.empty().with("likedBy", list)));

    assertThat(ids(Query.in(users).whereContains("likedBy", "u1"))).containsExactly("a");
    assertThat(ids(Query.in(users).whereContains("likedBy", "u10"))).containsExactly("b");
    assertThat(ids(Query.in(users).whereContains("likedBy", 1L))).containsExactly("e");
    assertThat(ids(Query.in(users).whereContains("likedBy", "1"))).isEmpty();
    assertThat(ids(Query.in(users).whereContains("likedBy", "it's \"odd\""))).containsExactly("e");
    assertThat(ids(Query.in(users).whereContains("likedBy.people", "u1"))).containsExactly("f");
    assertThat(documents().count(Query.in(users).whereContains("likedBy", "u2"))).isEqualTo(1);
  }

  @Test
  void pagesOfAGroupWhoseListsHaveAValueNeitherSkipNorRepeat() {
    String group = unique("items");
    for (int i = 0; i < 7; i++) {
      documents()
          .create(
              users().document("u" + i).child(group, "d"),
              Fields.empty().with("likedBy", List.of("u1", "u" + i)));
    }

    assertThat(paged(Query.group(group).whereContains("likedBy", "u1").limit(2)))
        .hasSize(7)
        .doesNotHaveDuplicates();
  }

  @Test
  void limitAndCursorDoNotCount() {
    CollectionPath users = users();
    IntStream.range(0, 5).forEach(i -> documents().create(users.document("d" + i), one));
    Document first = documents().find(Query.in(users)).get(0);

    assertThat(documents().count(Query.in(users), 5)).isEqualTo(5);
    assertThat(documents().count(Query.in(users), 3)).as("counting stops").isEqualTo(3);
    assertThat(documents().count(Query.in(users).limit(2).after(first))).isEqualTo(5);
  }

  // support

  private static Fields ten() {
    return Fields.empty().with("n", 10L);
  }

  private CollectionPath users() {
    return new CollectionPath(usersId);
  }

  private String usersId;

  @BeforeEach
  void chooseIds() {
    usersId = unique("users");
  }

  private Document read(DocumentPath path) {
    return documents().get(path).orElseThrow();
  }

  private List<String> ids(Query query) {
    return documents().find(query).stream().map(each -> each.path().id()).toList();
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
