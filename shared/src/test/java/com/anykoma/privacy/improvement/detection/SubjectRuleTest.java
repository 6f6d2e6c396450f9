package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Keeps("P5")
final class SubjectRuleTest {
  private static final TextDetector DETECTOR = TextDetector.standard();

  private static List<String> found(String text, String... identifiers) {
    return DETECTOR.detect(text, SubjectIdentifiers.of(Set.of(identifiers))).stream()
        .filter(it -> it.type() == SpanType.SUBJECT)
        .map(it -> text.substring(it.start(), it.end()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Zoë Quorl|a picture of ZOE QUORL here|ZOE QUORL",
        "Zoë Quorl|only quorl, no more|quorl",
        "quorla77@example.com|write to Quorla77@Example.com|Quorla77@Example.com",
        "quorla77@example.com|ask quorla77 for it|quorla77",
        "@quorla|art by @Quorla!|@Quorla",
        "quorla|art by @quorla!|@quorla",
        "7xKp9Qz|uid=7xkp9qz;|7xkp9qz",
        "12345678|id 12345678.|12345678",
        "Иван Петровский|рисунок иван петровский|иван петровский",
        "王小明|我叫王小明，你好|王小明",
        "김철수|김철수는 화가|김철수",
        "dragon|by @dragon here|@dragon"
      })
  void findsIdentifiers(String identifier, String text, String span) {
    assertThat(found(text, identifier)).containsExactly(span);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Zoë Quorl|quorla and aquorl and quorl2",
        "Rose King|a rose for the king",
        "dragon|a red dragon",
        "al@example.com|al dente, al fresco",
        "info@example.com|an info graphic",
        "1234|in 1234",
        "Jo Li|jo and li"
      })
  void ordinaryWordsAndLongerWordsAreNone(String identifier, String text) {
    assertThat(found(text, identifier)).isEmpty();
  }

  @Test
  void decomposedLettersAreTheSame() {
    assertThat(found("by Zoe\u0308 Quorl.", "Zo\u00eb Quorl")).containsExactly("Zoe\u0308 Quorl");
  }

  @Test
  void nameMayRepeatAWord() {
    assertThat(found("by Quorl Quorl.", "Quorl Quorl")).containsExactly("Quorl Quorl");
  }

  @Test
  void identifiersAreNotPrinted() {
    assertThat(SubjectIdentifiers.of(Set.of("quorla")).toString()).doesNotContain("quorla");
  }
}
