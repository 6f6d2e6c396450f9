package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which ids a path accepts, and that an untrusted id cannot change its structure. */
final class DocumentPathTest {
  private static String[] refusedIds() {
    return new String[] {
      "", "a".repeat(1501), "é".repeat(751), ".", "..", "__a__", "____", "a/b", "\0", "a\ud800"
    };
  }

  private static String[] oddIds() {
    return new String[] {
      "a".repeat(1500),
      "...",
      "__a",
      "a__",
      "_",
      " ",
      "\n",
      "é",
      "e\u0301",
      "\ud83d\ude00",
      "'\"`;--"
    };
  }

  @ParameterizedTest
  @MethodSource("refusedIds")
  @Keeps({"E23", "E24"})
  void refusesIdsThatCouldChangeThePath(String id) {
    assertThatThrownBy(() -> DocumentPath.of("users", id))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DocumentPath.of("users", "u1").child("items", id))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"__id5__", "__id0__", "__id-9223372036854775808__"})
  @Keeps({"E23", "E24"})
  void acceptsNumericDatastoreIdsOnlyForStoredDocuments(String id) {
    CollectionPath prompts = new CollectionPath("users/u1/prompts");
    DocumentPath path = new DocumentPath("users/u1/prompts/" + id);

    assertThat(prompts.existingDocument(id)).isEqualTo(path);
    assertThat(path.collection()).isEqualTo(prompts);
    assertThat(path.child("parts", "1").isBeneath(path)).isTrue();
    assertThatThrownBy(() -> prompts.document(id)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DocumentPath.of("users", id))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "__id__",
        "__id-__",
        "__idx__",
        "__id5__x__",
        "__id12345678901234567890__",
        "__a__"
      })
  @Keeps({"E23", "E24"})
  void refusesOtherReservedIds(String id) {
    assertThatThrownBy(() -> new DocumentPath("users/" + id))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CollectionPath("users").existingDocument(id))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("oddIds")
  @Keeps({"E23", "E24"})
  void keepsOddIdsUnchanged(String id) {
    DocumentPath path = DocumentPath.of("users", id);

    assertThat(path.id()).isEqualTo(id);
    assertThat(path.segments()).containsExactly("users", id);
  }

  @Test
  @Keeps("E23")
  void nfcAndNfdIdsAreDifferentDocuments() {
    String composed = Normalizer.normalize("é", Normalizer.Form.NFC);
    String decomposed = Normalizer.normalize("é", Normalizer.Form.NFD);

    assertThat(DocumentPath.of("users", composed))
        .isNotEqualTo(DocumentPath.of("users", decomposed));
  }

  @Test
  void refusesPathsOfCollections() {
    assertThatThrownBy(() -> new DocumentPath("users"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DocumentPath("users/u1/items"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @Keeps("E24")
  void pathsSortIdByIdAndByTheBytesOfUtf8() {
    List<DocumentPath> ordered =
        Stream.of(
                "a/1",
                "a/1/b/2",
                "a/1/b/2/c/3",
                "a/1/b!/2",
                "a/1\u0001",
                "a/1!",
                "a/1-/b/2",
                "a/10",
                "a/\u00e9",
                "a/\uffff",
                "a/\ud83d\ude00",
                "a/\ud83d\ude01",
                "a!/1",
                "aa/1",
                "b/1")
            .map(DocumentPath::new)
            .toList();
    List<DocumentPath> sorted = new ArrayList<>(ordered);
    Collections.reverse(sorted);

    Collections.sort(sorted);

    assertThat(sorted).isEqualTo(ordered);
  }

  @Test
  @Keeps("E23")
  void siblingsAndTheDocumentItselfAreNotDescendants() {
    DocumentPath root = DocumentPath.of("users", "u1");

    assertThat(root.child("items", "i1").isBeneath(root)).isTrue();
    assertThat(root.child("items", "i1").child("parts", "p1").isBeneath(root)).isTrue();
    assertThat(root.isBeneath(root)).isFalse();
    assertThat(DocumentPath.of("users", "u10").isBeneath(root)).isFalse();
    assertThat(DocumentPath.of("users", "u10", "items", "i1").isBeneath(root)).isFalse();
    assertThat(root.isBeneath(root.child("items", "i1"))).isFalse();
  }

  @Test
  void printsNoDocumentId() {
    assertThat(DocumentPath.of("users", "u1").child("items", "i1").toString())
        .contains("users", "items")
        .doesNotContain("u1", "i1");
  }
}
