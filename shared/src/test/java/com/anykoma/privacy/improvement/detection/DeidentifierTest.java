package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Keeps("P5")
final class DeidentifierTest {
  private static final Deidentifier DEIDENTIFIER = new Deidentifier(TextDetector.standard());
  private static final SubjectIdentifiers SUBJECT =
      SubjectIdentifiers.of(Set.of("Zoë Quorl", "quorla77@example.com"));

  private static Optional<String> deidentified(String text) {
    return DEIDENTIFIER.deidentify(text, SUBJECT);
  }

  @Test
  void equalValuesHaveTheSamePlaceholder() {
    assertThat(deidentified("a@b.com, c@d.com and A@b.com"))
        .hasValue("[EMAIL], [EMAIL_2] and [EMAIL]");
  }

  @Test
  void textWithoutPersonalDataStaysAsItIs() {
    assertThat(deidentified("a red dragon 🐉")).hasValue("a red dragon 🐉");
  }

  @Test
  @Keeps("P5")
  void resultsHaveNoSpansAndDoNotChange() {
    Random random = new Random(14);
    int used = 0;
    for (int i = 0; i < 5_000; i++) {
      String text = WordTexts.next(random);

      Optional<String> once = deidentified(text);

      assertThat(deidentified(text)).isEqualTo(once);
      if (once.isPresent()) {
        used++;
        assertThat(DEIDENTIFIER.detector().detect(once.get(), SUBJECT)).as(text).isEmpty();
        assertThat(deidentified(once.get())).as(text).isEqualTo(once);
      }
    }
    assertThat(used).isGreaterThan(1_000);
  }

  @Test
  void typedPlaceholdersHideNothingAndDoNotLookLikeOurs() {
    assertThat(deidentified("[EMAIL] is a@b.com, [PERSON_2] [EMAILa@b.com]"))
        .hasValue("(EMAIL) is [EMAIL], (PERSON_2) [[EMAIL_2]]");
    assertThat(deidentified("[EMAIL] password: hunter2 [PASSWORD]")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: hunter2",
        "I was diagnosed with asthma",
        "my salary is $85,000",
        "key sk-abcdEFGH1234567890abcdefgh"
      })
  void riskyTextIsDropped(String text) {
    assertThat(deidentified("a red dragon. " + text)).isEmpty();
  }

  @Test
  void longTextIsDropped() {
    assertThat(deidentified("a".repeat(Deidentifier.MAX_LENGTH))).isPresent();
    assertThat(deidentified("a".repeat(Deidentifier.MAX_LENGTH + 1))).isEmpty();
    assertThat(deidentified("a".repeat(1_000_000))).isEmpty();
  }

  @Test
  void textIsDroppedIfTheExaminationFails() {
    TextDetector failing =
        new TextDetector(
            (text, start, end, findings) -> {
              throw new IllegalStateException("quotes the text");
            });

    assertThat(new Deidentifier(failing).deidentify("a red dragon", SUBJECT)).isEmpty();
  }

  @Test
  void loneSurrogatesBecomeReplacementCharacters() {
    assertThat(deidentified("a \ud83d b \udc00")).hasValue("a \ufffd b \ufffd");
  }

  @Test
  void subjectsOwnIdentifiersAreReplaced() {
    assertThat(deidentified("by zoe quorl (quorla77)")).hasValue("by [SUBJECT] ([SUBJECT_2])");
  }
}
