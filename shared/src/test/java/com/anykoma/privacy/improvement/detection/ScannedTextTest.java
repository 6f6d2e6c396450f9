package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Offsets lead back to the characters of the original text. */
final class ScannedTextTest {
  @Test
  void disguisedCharactersBecomeAsciiAndInvisibleOnesGo() {
    String original = "\uff21\u200b\u0663\u00ad\ud835\udfd9\uff20\u2460\ufe0f\u00a0\u2011x";

    ScannedText text = ScannedText.of(original);

    assertThat(text.substring(0, text.length())).isEqualTo("A31@1 -x");
    assertThat(text.originalStart(2)).isEqualTo(4);
    assertThat(text.originalEnd(3)).isEqualTo(6);
    assertThat(text.originalStart(7)).isEqualTo(original.length() - 1);
  }

  @Test
  void emojiAndLoneSurrogatesStayAsTheyAre() {
    String original = "a\ud83d\ude00b\ud83d\u200bc\ude00";

    ScannedText text = ScannedText.of(original);

    assertThat(text.substring(0, text.length())).isEqualTo("a\ud83d\ude00b\ud83dc\ude00");
    assertThat(text.originalEnd(7)).isEqualTo(original.length());
  }

  @Test
  void everyCharacterOfAnyTextStandsForItsOwnOriginal() {
    Random random = new Random(1);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder original = new StringBuilder();
      for (int i = random.nextInt(12); i >= 0; i--) {
        int point = random.nextInt(4) == 0 ? random.nextInt(0x110000) : random.nextInt(0x2500);
        original.appendCodePoint(point);
      }

      ScannedText text = ScannedText.of(original.toString());

      int end = 0;
      for (int i = 0; i < text.length(); i++) {
        assertThat(text.originalStart(i)).isGreaterThanOrEqualTo(end);
        end = text.originalEnd(i + 1);
        String part = original.substring(text.originalStart(i), end);
        assertThat(
                (part.length() == 1 && part.charAt(0) == text.at(i))
                    || text.at(i) == Folding.fold(part.codePointAt(0)))
            .isTrue();
      }
      assertThat(end).isLessThanOrEqualTo(original.length());
    }
  }
}
