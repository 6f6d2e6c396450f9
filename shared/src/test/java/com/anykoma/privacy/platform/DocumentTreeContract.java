package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of {@link Documents} adapters for descendants and collections, including those of
 * missing documents.
 */
public abstract class DocumentTreeContract extends DocumentsFixture {
  private CollectionPath users;
  private DocumentPath u1;

  @BeforeEach
  void chooseRoot() {
    users = new CollectionPath(unique("roots"));
    u1 = users.document("u1");
  }

  // descendants

  @Test
  @Keeps("E24")
  void unwrittenDocumentHasNoDescendants() {
    assertThat(descendants(u1)).isEmpty();
    assertThat(documents().descendants(List.of(), Optional.empty(), 10)).isEmpty();
  }

  @Test
  @Keeps("E24")
  void listsDescendantsOfAnyDepthInPathOrder() {
    List<DocumentPath> written =
        List.of(
            u1.child("a", "1"),
            u1.child("a", "1").child("b", "2").child("c", "3").child("d", "4"),
            u1.child("a", "1").child("b", "2").child("c", "3").child("d", "5"),
            u1.child("a", "1!"),
            u1.child("a", "10"),
            u1.child("a!", "1").child("b", "2"),
            u1.child("aa", "\uffff"),
            u1.child("aa", "\ud83d\ude00").child("b", "1"),
            u1.child("aa", "\ud83d\ude01"),
            u1.child("b", "1"));
    create(u1);
    Stream.iterate(written.size() - 1, i -> i >= 0, i -> i - 1)
        .map(written::get)
        .forEach(this::create);

    assertThat(descendants(u1)).containsExactlyElementsOf(written);
  }

  @Test
  @Keeps("E24")
  void listsDescendantsOfMissingDocuments() {
    DocumentPath deep = u1.child("a", "1").child("b", "2").child("c", "3");
    create(deep);

    assertThat(descendants(u1)).containsExactly(deep);
    assertThat(descendants(u1.child("a", "1"))).containsExactly(deep);
    assertThat(descendants(deep)).isEmpty();
  }

  @Test
  @Keeps("E24")
  void rootIsNotItsOwnDescendant() {
    create(u1);
    create(u1.child("a", "1"));
    create(u1.child("a", "2"));

    assertThat(descendants(u1)).containsExactly(u1.child("a", "1"), u1.child("a", "2"));
    assertThat(documents().descendants(List.of(u1), Optional.empty(), 1))
        .containsExactly(u1.child("a", "1"));
    assertThat(documents().descendants(List.of(u1), Optional.of(u1), 1))
        .containsExactly(u1.child("a", "1"));
  }

  @Test
  @Keeps("E24")
  void listsADescendantOfTwoRootsOnce() {
    DocumentPath item = u1.child("a", "1");
    create(item);
    create(item.child("b", "2"));

    assertThat(documents().descendants(List.of(item, u1, item, u1), Optional.empty(), 10))
        .containsExactly(item, item.child("b", "2"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u1",
        "'",
        "\"",
        "%",
        "_",
        "\u0001",
        "\\",
        "\ud83d\ude00",
        "a.b",
        "*",
        " ",
        "`",
        "\u00e9",
        "e\u0301",
        "[1]",
        "__x",
        "$",
        "u1'); DROP TABLE documents; --"
      })
  @Keeps({"E23", "E24"})
  void siblingsAreNotDescendants(String uid) {
    DocumentPath root = users.document(uid);
    List<String> others =
        List.of(uid + "0", uid + "!", uid + " ", uid + "\u0001", uid + uid + "a", "0" + uid, "~");
    for (String other : others) {
      create(users.document(other).child("items", uid));
      create(users.document(other).child("items", "i").child(users.id(), uid));
    }
    create(root);
    create(root.child("items", uid));
    create(root.child("items", uid).child("parts", uid + uid));

    assertThat(paged(List.of(root), 1))
        .containsExactly(
            root.child("items", uid), root.child("items", uid).child("parts", uid + uid));
    assertThat(ids(users, 2))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(Stream.of(uid), others.stream()).toList());
  }

  @Test
  @Keeps("E24")
  void listsReadsAndDeletesNumericDatastoreIds() {
    CollectionPath items = u1.collection("items");
    DocumentPath numeric = create(items.existingDocument("__id5__"));
    DocumentPath beneath = create(numeric.child("parts", "p1"));
    DocumentPath plain = create(items.document("i1"));
    DocumentPath ofMissing = create(users.existingDocument("__id7__").child("items", "i1"));

    assertThat(documents().get(numeric)).isPresent();
    assertThat(documents().find(Query.in(items)))
        .extracting(Document::path)
        .containsExactlyInAnyOrder(numeric, plain);
    assertThat(ids(items, 1)).containsExactlyInAnyOrder("__id5__", "i1");
    assertThat(ids(users, 1)).containsExactlyInAnyOrder("u1", "__id7__");
    assertThat(documents().collections(Optional.of(numeric))).containsExactly("parts");
    for (int limit : new int[] {1, 10}) {
      assertThat(paged(List.of(u1), limit)).containsExactlyInAnyOrder(numeric, beneath, plain);
    }
    assertThat(descendants(users.existingDocument("__id7__"))).containsExactly(ofMissing);

    documents().delete(List.of(numeric, beneath, ofMissing));

    assertThat(descendants(u1)).containsExactly(plain);
    assertThat(descendants(users.existingDocument("__id7__"))).isEmpty();
  }

  @Test
  @Keeps("E23")
  void otherTreesWithTheSameIdsAreNotListed() {
    CollectionPath others = new CollectionPath(users.value() + "!");
    create(others.document("u1").child("items", "1"));
    create(users.document("other").child(users.id(), "u1").child("items", "1"));
    create(u1.child("items", "1"));

    assertThat(descendants(u1)).containsExactly(u1.child("items", "1"));
  }

  @Test
  @Keeps("E24")
  void pagesOfDescendantsNeitherSkipNorRepeat() {
    List<DocumentPath> roots =
        IntStream.range(0, 20).mapToObj(i -> users.document("r" + (99 - i))).toList();
    List<DocumentPath> written = new ArrayList<>();
    for (DocumentPath root : roots) {
      create(root);
      for (int i = 0; i < 3; i++) {
        written.add(create(root.child("a", "d" + i)));
      }
      written.add(create(root.child("a", "d1").child("b", "deep")));
    }

    for (int limit : new int[] {1, 3, 4, 7, 79, 80, 81}) {
      assertThat(paged(roots, limit)).containsExactlyElementsOf(written.stream().sorted().toList());
    }
  }

  @Test
  @Keeps("E24")
  void pageContinuesAfterADeletedDocument() {
    DocumentPath a = u1.child("a", "1");
    DocumentPath b = u1.child("b", "1");
    DocumentPath later = users.document("u2").child("a", "1");
    Stream.of(a, b, later).forEach(this::create);

    documents().delete(List.of(a));

    assertThat(after(a)).containsExactly(b, later);
    assertThat(after(u1)).containsExactly(b, later);
    assertThat(after(users.document("u10"))).containsExactly(later);
    assertThat(after(users.document("0"))).containsExactly(b, later);
    assertThat(after(later)).isEmpty();
    assertThat(after(users.document("u3"))).isEmpty();
  }

  private List<DocumentPath> after(DocumentPath place) {
    return documents().descendants(List.of(users.document("u2"), u1), Optional.of(place), 10);
  }

  @Test
  @Keeps("E24")
  void deletingAllDescendantsLeavesNone() {
    for (int i = 0; i < 5; i++) {
      create(u1.child("a", "d" + i).child("b", "deep"));
    }

    documents().delete(descendants(u1));

    assertThat(descendants(u1)).isEmpty();
    assertThat(documents().collections(Optional.of(u1))).isEmpty();
  }

  // ids

  @Test
  void unwrittenCollectionHasNoIds() {
    assertThat(documents().ids(users, Optional.empty(), 10))
        .isEqualTo(new Page<>(List.of(), Optional.empty()));
  }

  @Test
  @Keeps("E14")
  void listsIdsOfDocumentsAndOfMissingAncestors() {
    create(u1);
    create(u1.child("a", "1"));
    create(users.document("u10"));
    create(users.document("missing").child("a", "1"));
    create(users.document("u1!").child("a", "1").child("b", "2").child("c", "3"));
    create(users.document("\ud83d\ude00").child("a", "1"));
    create(users.document("\uffff"));

    assertThat(ids(users, 10))
        .containsExactlyInAnyOrder("missing", "u1", "u1!", "u10", "\uffff", "\ud83d\ude00");
    assertThat(ids(u1.collection("a"), 10)).containsExactly("1");
    assertThat(ids(users.document("missing").collection("a"), 10)).containsExactly("1");
    assertThat(ids(users.document("u1!").child("a", "1").collection("b"), 10)).containsExactly("2");
  }

  @Test
  @Keeps("E14")
  void idsOfOtherCollectionsAreNotListed() {
    create(u1.child(users.id(), "nested"));
    create(new CollectionPath(users.value() + "0").document("other"));
    create(new CollectionPath(users.value() + "!").document("other").child("a", "1"));

    assertThat(ids(users, 10)).containsExactly("u1");
  }

  @Test
  @Keeps("E14")
  void pagesOfIdsNeitherSkipNorRepeat() {
    List<String> written = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      String id = "d" + i;
      written.add(id);
      create(
          i % 3 == 0 ? users.document(id) : users.document(id).child("a", "1").child("b", "" + i));
      create(users.document(id).child("c", "1"));
    }

    for (int limit : new int[] {1, 4, 5, 24, 25, 26}) {
      assertThat(ids(users, limit)).containsExactlyInAnyOrderElementsOf(written);
    }
    assertThat(ids(users, 4)).isEqualTo(ids(users, 10_000));
  }

  @Test
  @Keeps("E14")
  void deletingAListedPageKeepsTheNextPage() {
    for (int i = 0; i < 6; i++) {
      create(users.document("d" + i));
    }
    Page<String> first = documents().ids(users, Optional.empty(), 3);

    documents().delete(first.items().stream().map(users::document).toList());

    Page<String> second = documents().ids(users, first.next(), 3);
    assertThat(Stream.concat(first.items().stream(), second.items().stream()))
        .containsExactlyInAnyOrder("d0", "d1", "d2", "d3", "d4", "d5");
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 10_001, Integer.MAX_VALUE})
  void refusesLimitsOutsideOneToTenThousand(int limit) {
    assertThatThrownBy(() -> documents().descendants(List.of(u1), Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> documents().ids(users, Optional.empty(), limit))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10_000})
  void acceptsTheSmallestAndLargestLimit(int limit) {
    create(u1.child("a", "1"));

    assertThat(documents().descendants(List.of(u1), Optional.empty(), limit)).hasSize(1);
    assertThat(documents().ids(users, Optional.empty(), limit).items()).hasSize(1);
  }

  // support

  private DocumentPath create(DocumentPath path) {
    assertThat(documents().create(path, Fields.empty().with("n", 1L))).isTrue();
    return path;
  }

  private List<DocumentPath> descendants(DocumentPath root) {
    return documents().descendants(List.of(root), Optional.empty(), 100);
  }

  private List<DocumentPath> paged(List<DocumentPath> roots, int limit) {
    List<DocumentPath> all = new ArrayList<>();
    List<DocumentPath> page = documents().descendants(roots, Optional.empty(), limit);
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page);
      assertThat(all).doesNotHaveDuplicates(); // a repeated page would loop forever
      page = documents().descendants(roots, Optional.of(all.get(all.size() - 1)), limit);
    }
    return all;
  }

  private List<String> ids(CollectionPath collection, int limit) {
    List<String> all = new ArrayList<>();
    Optional<String> token = Optional.empty();
    do {
      Page<String> page = documents().ids(collection, token, limit);
      assertThat(page.items()).hasSizeLessThanOrEqualTo(limit);
      all.addAll(page.items());
      assertThat(all).doesNotHaveDuplicates(); // a repeated page would loop forever
      token = page.next();
    } while (token.isPresent());
    return all;
  }
}
