package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.platform.Query.Operator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link Documents} adapters for queries, their order and their pages. */
public abstract class DocumentsQueryContract extends DocumentsFixture {
  @Test
  void collectionQueryExcludesSubcollections() {
    CollectionPath users = users();
    documents().create(users.document("u1"), one);
    documents().create(users.document("u1").child("items", "i1"), one);

    assertThat(documents().find(Query.in(users))).hasSize(1);
    assertThat(documents().count(Query.in(users))).isEqualTo(1);
  }

  @Test
  void groupQueryCoversEveryCollectionWithTheId() {
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
  void equalityComparesTypeAndValueAndReachesIntoMaps() {
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
  void timeRangesAreExactToTheMicrosecond() {
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
  void queriesFieldsWithUnusualNames() {
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
  void ordersValuesOfAllTypes() {
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
  void equalityDoesNotRestrictTheOrder() {
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
  void groupCursorWithTiesNeitherSkipsNorRepeats() {
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
  void containsMatchesOneValueOfAList() {
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
  void pagesOfAGroupWithContainsNeitherSkipNorRepeat() {
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
  void countIgnoresLimitAndCursor() {
    CollectionPath users = users();
    IntStream.range(0, 5).forEach(i -> documents().create(users.document("d" + i), one));
    Document first = documents().find(Query.in(users)).get(0);

    assertThat(documents().count(Query.in(users), 5)).isEqualTo(5);
    assertThat(documents().count(Query.in(users), 3)).as("counting stops").isEqualTo(3);
    assertThat(documents().count(Query.in(users).limit(2).after(first))).isEqualTo(5);
  }

  private List<String> ids(Query query) {
    return documents().find(query).stream().map(each -> each.path().id()).toList();
  }
}
