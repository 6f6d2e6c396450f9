package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.text.Normalizer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that no id can reach beyond its own place in a path. */
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
  void refusesIdsThatAreNoPlainName(String id) {
    assertThatThrownBy(() -> DocumentPath.of("users", id))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> DocumentPath.of("users", "u1").child("items", id))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @MethodSource("oddIds")
  @Keeps({"E23", "E24"})
  void keepsOddIdsAsTheyAre(String id) {
    DocumentPath path = DocumentPath.of("users", id);

    assertThat(path.id()).isEqualTo(id);
    assertThat(path.segments()).containsExactly("users", id);
  }

  @Test
  @Keeps("E23")
  void composedAndDecomposedTwinsAreDifferentDocuments() {
    String composed = Normalizer.normalize("é", Normalizer.Form.NFC);
    String decomposed = Normalizer.normalize("é", Normalizer.Form.NFD);

    assertThat(DocumentPath.of("users", composed))
        .isNotEqualTo(DocumentPath.of("users", decomposed));
  }

  @Test
  void aPathEndsWithADocument() {
    assertThatThrownBy(() -> new DocumentPath("users"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DocumentPath("users/u1/items"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void printsNoId() {
    assertThat(DocumentPath.of("users", "u1").child("items", "i1").toString())
        .contains("users", "items")
        .doesNotContain("u1", "i1");
  }
}
