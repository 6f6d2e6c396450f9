package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract of {@link Documents} adapters for reads, writes and deletions. */
public abstract class DocumentsContract extends DocumentsFixture {
  @Test
  void unwrittenIsAbsent() {
    CollectionPath users = users();

    assertThat(documents().get(users.document("u1"))).isEmpty();
    assertThat(documents().find(Query.in(users))).isEmpty();
    assertThat(documents().count(Query.in(users))).isZero();
  }

  @Test
  void getAllKeepsTheOrderAndReturnsEmptyForAbsent() {
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
  void roundTripsEveryValueType() {
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
  void fieldNamesThatLookLikeSyntaxRoundTrip(String name) {
    Fields fields = Fields.empty().with(name, 5L).with("in", Map.of(name, "x"));
    DocumentPath path = users().document("u1");

    documents().create(path, fields);

    assertThat(read(path).fields()).isEqualTo(fields);
  }

  @Test
  @Keeps("E8")
  void secondCreateReturnsFalseAndChangesNothing() {
    DocumentPath path = users().document("u1");

    assertThat(documents().create(path, one)).isTrue();
    Document first = read(path);

    assertThat(documents().create(path, Fields.empty().with("n", 2L))).isFalse();
    assertThat(read(path)).isEqualTo(first);
  }

  @Test
  void createAndUpdateTimesOfANewDocumentAreEqual() {
    DocumentPath path = users().document("u1");

    documents().create(path, one);

    assertThat(read(path).updateTime()).isEqualTo(read(path).createTime());
  }

  @Test
  void setCreatesOrReplacesAllFields() {
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
  void updateReplacesTopLevelFieldsAndAdvancesTheUpdateTime() {
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
  void secondUpdateWithAStaleTimeReturnsFalse() {
    DocumentPath path = users().document("u1");
    documents().create(path, one);
    Instant read = read(path).updateTime();

    assertThat(documents().update(path, read, Fields.empty().with("n", 2L))).isTrue();
    assertThat(documents().update(path, read, Fields.empty().with("n", 3L))).isFalse();

    assertThat(read(path).fields().number("n")).hasValue(2L);
  }

  @Test
  void updateOfAnAbsentDocumentReturnsFalse() {
    DocumentPath path = users().document("u1");

    assertThat(documents().update(path, NOON, one)).isFalse();
    assertThat(documents().get(path)).isEmpty();
  }

  @Test
  @Keeps("E16")
  void updateOfARecreatedDocumentReturnsFalse() {
    DocumentPath path = users().document("u1");
    documents().create(path, one);
    Document first = read(path);

    documents().delete(List.of(path));
    documents().create(path, one);

    assertThat(read(path).createTime()).isAfter(first.updateTime());
    assertThat(documents().update(path, first.updateTime(), one)).isFalse();
  }

  @Test
  void deletingAbsentOrRepeatedPathsSucceeds() {
    DocumentPath path = users().document("u1");
    documents().create(path, one);

    documents().delete(List.of(path, path, users().document("never")));
    documents().delete(List.of(path));
    documents().delete(List.of());

    assertThat(documents().get(path)).isEmpty();
  }

  @Test
  @Keeps("E24")
  void deletingADocumentKeepsItsSubcollections() {
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
  void listsCollectionsUnderMissingDocuments() {
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
  void collectionsWithACommonPrefixAreSeparate() {
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
  void roundTripsOddIds(String id) {
    DocumentPath path = users().document(id).child("items", id + id);

    documents().create(path, one);

    assertThat(read(path).path()).isEqualTo(path);
    assertThat(documents().find(Query.in(path.collection()))).hasSize(1);
  }

  @Test
  @Keeps("E24")
  void roundTripsTheLongestId() {
    DocumentPath path = users().document("a".repeat(1500));

    documents().create(path, one);

    assertThat(documents().find(Query.in(path.collection()))).hasSize(1);
  }
}
