package com.anykoma.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerminalTextTest {
  /** ESC, CSI of C1, DEL, CR, BEL, bidi override, isolate, line separator, tag, joiner, BOM. */
  private static final int[] HARMFUL = {
    0x1b, 0x9b, 0x7f, 0x0d, 0x07, 0x202e, 0x2066, 0x2028, 0x2029, 0xe0041, 0x200d, 0xfeff, 0xd800,
    0xdfff, 0x85, 0x00, 0x061c
  };

  @Test
  void controlCharactersAreEscaped() {
    assertThat(TerminalText.of("a\u001b[2Kb\nc\u202e\u009b"))
        .isEqualTo("a\\u001b[2Kb\\u000ac\\u202e\\u009b");
    assertThat(TerminalText.of(Character.toString(0xe0041))).isEqualTo("\\udb40\\udc41");
    assertThat(TerminalText.of("\ud800")).isEqualTo("\\ud800");
    for (int each : HARMFUL) {
      String text = "a" + new StringBuilder().appendCodePoint(each) + "b";
      assertThat(TerminalText.of(text)).as("%x", each).matches("a(\\\\u[0-9a-f]{4})+b");
      assertThat(TerminalText.lines(text)).isEqualTo(TerminalText.of(text));
    }
  }

  @Test
  void harmlessTextIsUnchanged() {
    String text = "Zürich, 東京, שלום, \"quoted\" \\ {json} \ud83d\ude00";

    assertThat(TerminalText.of(text)).isEqualTo(text);
    assertThat(TerminalText.lines(text + "\n" + text)).isEqualTo(text + "\n" + text);
    assertThat(TerminalText.format("%-4s|%d%n", "a\nb", 7L)).isEqualTo("a\\u000ab|7\n");
  }

  @Test
  void longTextIsTruncatedWithTheOmittedCount() {
    assertThat(TerminalText.of("x".repeat(TerminalText.MAX_LENGTH))).hasSize(2_000);
    assertThat(TerminalText.of("x".repeat(1_000_000)))
        .hasSizeLessThan(2_030)
        .endsWith("... (998000 more)");
    assertThat(TerminalText.lines("x".repeat(10_000))).hasSize(10_000);
  }

  @Test
  void escapingKeepsJsonValues() {
    String value =
        IntStream.of(HARMFUL)
            .filter(it -> it > 0x20 && (it < 0xd800 || it > 0xdfff))
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    String shown = TerminalText.lines("{\"a\": \"" + value + "\"}");

    assertThat(shown.chars()).allMatch(each -> each >= ' ' && each < 0x7f);
    assertThat(StrictJson.object(shown.getBytes(StandardCharsets.UTF_8)).requiredString("a"))
        .isEqualTo(value);
  }
}
