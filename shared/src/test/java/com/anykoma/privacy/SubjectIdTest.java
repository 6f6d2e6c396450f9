package com.anykoma.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.platform.DocumentPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that every possible uid is a subject, and that none points to another subject's paths. */
final class SubjectIdTest {
  private static List<String> unusual() {
    return List.of(
        "a/b",
        "/",
        "u1/prompts/p1",
        "../admins/x",
        ".",
        "..",
        "__x__",
        "____",
        "\0",
        "\ud83d\ude00/".repeat(42),
        "/".repeat(128));
  }

  @ParameterizedTest
  @MethodSource("unusual")
  @Keeps({"E23", "E24"})
  void unusualUidHasItsOwnDocumentId(String uid) {
    SubjectId subject = new SubjectId(uid);

    String id = subject.documentId();

    assertThat(subject.value()).isEqualTo(uid);
    DocumentPath.requireId(id);
    assertThat(id.length()).isGreaterThan(128); // longer than any uid, so it is unique
    assertThat(SubjectId.ofDocumentId(id)).contains(subject);
    assertThat(unusual().stream().map(each -> new SubjectId(each).documentId()))
        .doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("unusual")
  @Keeps({"E23", "E24"})
  void untrustedInputCannotNameAnUnusualUid(String uid) {
    assertThat(SubjectId.of(uid)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"u1", "...", "__x", "~YS9i", "a b", "é", "~", "="})
  @Keeps("E23")
  void plainUidIsItsDocumentId(String uid) {
    SubjectId subject = new SubjectId(uid);

    assertThat(subject.documentId()).isEqualTo(uid);
    assertThat(SubjectId.ofDocumentId(uid)).contains(subject);
    assertThat(SubjectId.of(uid)).contains(subject);
  }

  @Test
  void uidLikeANumericDatastoreIdIsItsDocumentId() {
    assertThat(new SubjectId("__id5__").documentId()).isEqualTo("__id5__");
    assertThat(SubjectId.ofDocumentId("__id5__")).contains(new SubjectId("__id5__"));
  }

  @Test
  void refusesEmptyTooLongAndUnpairedSurrogateUids() {
    for (String uid : List.of("", "x".repeat(129), "a\ud800")) {
      assertThat(SubjectId.ofAccount(uid)).isEmpty();
      assertThat(SubjectId.ofDocumentId(uid)).isEmpty();
      assertThatThrownBy(() -> new SubjectId(uid))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("x".repeat(129));
    }
    assertThat(SubjectId.ofAccount("x".repeat(128))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"~", "~!", "~YS9i", "~dTE"})
  void idThatEncodesNoUnusualUidHasNoSubject(String begin) {
    assertThat(SubjectId.ofDocumentId(begin + "=".repeat(200))).isEmpty();
    assertThat(SubjectId.ofDocumentId(begin + "=".repeat(129 - begin.length())).isPresent())
        .isEqualTo(begin.equals("~YS9i")); // a/b; the others are no Base64, or encode a plain uid
  }
}
