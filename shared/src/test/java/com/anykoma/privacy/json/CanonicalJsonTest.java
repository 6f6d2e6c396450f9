package com.anykoma.privacy.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the examples of RFC 8785, and the refusal of JSON in other forms. */
@Keeps({"P20", "P23"})
class CanonicalJsonTest {
  /** The example of RFC 8785, section 3.2.4. */
  private static final String EXAMPLE =
      "{\"literals\":[null,true,false],"
          + "\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
          + "\"string\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";

  private static String written(Map<String, ? extends @Nullable Object> members) {
    return new String(CanonicalJson.of(members), UTF_8);
  }

  private static JsonValue read(String json) {
    return CanonicalJson.read(json.getBytes(UTF_8));
  }

  private static void assertRefused(String json, String why) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining(why)
        .hasMessageNotContaining("secret");
  }

  @Test
  void writesTheExampleOfRfc8785() {
    List<@Nullable Object> literals = new ArrayList<>();
    literals.add(null);
    literals.add(true);
    literals.add(false);

    String written =
        written(
            Map.of(
                "numbers",
                List.of(
                    Double.valueOf("333333333.33333329"),
                    1E30,
                    4.50,
                    2e-3,
                    0.000000000000000000000000001),
                "string",
                "\u20ac$\u000F\nA'B\"\\\\\"/",
                "literals",
                literals));

    assertThat(written).isEqualTo(EXAMPLE);
    assertThat(CanonicalJson.of(read(EXAMPLE))).isEqualTo(EXAMPLE.getBytes(UTF_8));
  }

  @Test
  void sortsNamesByCodeUnits() {
    Map<String, String> names =
        Map.of(
            "\u20ac", "Euro Sign",
            "\r", "Carriage Return",
            "\ufb33", "Hebrew Letter Dalet With Dagesh",
            "1", "One",
            "\ud83d\ude00", "Emoji: Grinning Face",
            "\u0080", "Control",
            "\u00f6", "Latin Small Letter O With Diaeresis");

    String written = written(names);

    assertThat(List.of(written.split("\"(?::\"|,\")?", -1)))
        .containsSubsequence(
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh");
    // by code points, and so by the bytes of UTF-8, the emoji would be the last
    assertRefused("{\"\ufb33\":1,\"\ud83d\ude00\":2}", "canonical");
    assertThat(read("{\"\ud83d\ude00\":2,\"\ufb33\":1}").names()).hasSize(2);
  }

  @Test
  void sortsNamesInNestedObjects() {
    assertThat(read("{\"a\":[{\"b\":1,\"c\":{\"d\":1,\"e\":2}}],\"b\":{}}").names()).hasSize(2);
    assertRefused("{\"a\":[{\"c\":1,\"b\":2}]}", "canonical");
    assertRefused("{\"a\":{\"b\":{\"d\":1,\"c\":2}}}", "canonical");
    assertRefused("{\"b\":1,\"a\":2}", "canonical");
  }

  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2",
  })
  void roundTripsTheNumbersOfRfc8785AppendixB(String bits, String text) {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    String json = "{\"n\":" + text + "}";

    assertThat(written(Map.of("n", number))).isEqualTo(json);
    assertThat(CanonicalJson.of(read(json))).isEqualTo(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "4430000000000000, 295147905179352830000",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
  })
  void writesButRefusesWholeNumbersBeyondLong(String bits, String text) {
    double number = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(written(Map.of("n", number))).isEqualTo("{\"n\":" + text + "}");
    assertRefused("{\"n\":" + text + "}", "malformed");
  }

  @Test
  void writesMinusZeroAsZeroAndRefusesNonFinite() {
    assertThat(written(Map.of("n", -0.0))).isEqualTo("{\"n\":0}");
    for (double none : List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)) {
      assertThatThrownBy(() -> CanonicalJson.of(Map.of("n", none)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-0",
        "0.0",
        "1.0",
        "1.50",
        "1e0",
        "1E2",
        "100e0",
        "1e+1",
        "1e21",
        "1E+21",
        "1e+021",
        "0.0000001",
        "1e-07",
        "-1.0",
        "0e0",
        "-0.0",
        "9007199254740993",
        "-9007199254740993",
        "9223372036854775807",
        "-9223372036854775808",
        "333333333.33333329",
        "1e400",
        "-1e400",
        "1e-400"
      })
  @Keeps("E27")
  void refusesNonCanonicalNumbers(String number) {
    assertRefused("{\"n\":" + number + "}", "");
    assertRefused("{\"a\":[" + number + "]}", "");
  }

  @Test
  void wholeNumbersUpToTwoToThePowerOf53AreReadToTheLastDigit() {
    for (long each : List.of(0L, 1L, -1L, 9007199254740991L, -9007199254740991L)) {
      assertThat(read("{\"n\":" + each + "}").number("n")).contains(each);
      assertThat(written(Map.of("n", each))).isEqualTo("{\"n\":" + each + "}");
    }
  }

  @Test
  void escapesOnlyTheRequiredCharacters() {
    for (char c = 0; c < 0x20; c++) {
      String escape =
          switch (c) {
            case '\b' -> "\\b";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\f' -> "\\f";
            case '\r' -> "\\r";
            default -> String.format("\\u%04x", (int) c);
          };
      String json = "{\"s\":\"" + escape + "\"}";

      assertThat(written(Map.of("s", String.valueOf(c)))).isEqualTo(json);
      assertThat(read(json).string("s")).contains(String.valueOf(c));
    }
    String asThemselves = "/'<>&=\u007f\u0080\u2028\u2029\ufeff\uffff\ud83d\ude00e\u0301\u00e9";
    assertThat(written(Map.of("s", asThemselves))).isEqualTo("{\"s\":\"" + asThemselves + "\"}");
    assertThat(read("{\"s\":\"" + asThemselves + "\"}").string("s")).contains(asThemselves);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\/",
        "\\u0041",
        "\\u000A",
        "\\u000a",
        "\\u001F",
        "\\u0022",
        "\\u005c",
        "\\u00e9",
        "\\u007f",
        "\\ud83d\\ude00",
        "\\u2028",
        "\\u0000\\u0008"
      })
  @Keeps("E27")
  void refusesUnneededEscapes(String escaped) {
    assertRefused("{\"s\":\"" + escaped + "\"}", "canonical");
    assertRefused("{\"" + escaped + "\":\"s\"}", "canonical");
  }

  @Test
  void refusesLoneSurrogates() {
    for (String each : List.of("\\ud800", "\\udc00", "\\udc00\\ud800", "a\\udfffb")) {
      assertRefused("{\"s\":\"" + each + "\"}", "");
      assertRefused("{\"" + each + "\":1}", "");
    }
    byte[] cesu = {'{', '"', 's', '"', ':', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', '}'};
    assertThatThrownBy(() -> CanonicalJson.read(cesu))
        .isInstanceOf(MalformedJson.class)
        .hasMessageContaining("UTF-8");
    for (String each : List.of("\ud800", "\udc00", "a\udfffb")) {
      assertThatThrownBy(() -> CanonicalJson.of(Map.of("s", each)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void refusesWhiteSpaceByteOrderMarkAndTrailingText() {
    String good = "{\"\":[1,2,{}],\"b\":{\"c\":\"secret\"}}";
    assertThat(read(good).names()).hasSize(2);

    for (int at = 0; at <= good.length(); at++) {
      boolean isInText = good.substring(0, at).chars().filter(c -> c == '"').count() % 2 == 1;
      for (String space : isInText ? List.<String>of() : List.of(" ", "\n", "\r", "\t")) {
        assertRefused(good.substring(0, at) + space + good.substring(at), "");
      }
    }
    assertRefused("\ufeff" + good, "");
    assertRefused(good + "\ufeff", "");
    assertRefused(good + "{}", "");
    assertRefused(good + "\u0000", "");
    assertRefused("\u00a0" + good, "");
  }

  @Test
  void refusesDuplicateNames() {
    assertRefused("{\"a\":1,\"a\":1}", "duplicate name");
    assertRefused("{\"a\":1,\"\\u0061\":1}", "duplicate name");
    assertRefused("{\"o\":{\"a\":1,\"a\":2}}", "duplicate name");
    assertRefused("{\"o\":[{\"a\":1,\"a\":2}]}", "duplicate name");
  }

  @Test
  void refusesOtherValuesThanObjects() {
    for (String each : List.of("", "[]", "null", "1", "\"secret\"", "{", "{}}", "{\"a\":1,}")) {
      assertRefused(each, "");
    }
    assertThat(read("{}").names()).isEmpty();
  }

  @Test
  void bytesDoNotDependOnTheOrderOfMembers() {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      Map<String, @Nullable Object> members = object(random, 3);

      byte[] written = CanonicalJson.of(members);

      assertThat(CanonicalJson.of(CanonicalJson.read(written))).isEqualTo(written);
      assertThat(CanonicalJson.of(new TreeMap<>(members))).isEqualTo(written);
    }
  }

  private static Map<String, @Nullable Object> object(Random random, int depth) {
    Map<String, @Nullable Object> members = new HashMap<>();
    int size = random.nextInt(6);
    for (int i = 0; i < size; i++) {
      members.put(text(random), value(random, depth));
    }
    return members;
  }

  private static @Nullable Object value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 7 : 5)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2 -> random.nextLong(-(1L << 53), 1L << 53);
      case 3 -> random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
      case 4 -> text(random);
      case 5 -> object(random, depth - 1);
      default -> {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(value(random, depth - 1));
        list.add(value(random, depth - 1));
        yield list;
      }
    };
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(5);
    for (int i = 0; i < length; i++) {
      int[] from = {0, 'a', 0x80, 0x2028, 0xfb00, 0x1f600};
      text.appendCodePoint(from[random.nextInt(from.length)] + random.nextInt(16));
    }
    return text.toString();
  }

  @Test
  void refusesWholeNumbersThatADoubleWouldRound() {
    assertThatThrownBy(() -> CanonicalJson.of(Map.of("n", (1L << 53) + 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("cannot be held exactly");
    assertThatThrownBy(() -> CanonicalJson.of(Map.of("n", Long.MAX_VALUE)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(CanonicalJson.of(Map.of("n", 1L << 53)))
        .asString(UTF_8)
        .contains("9007199254740992");
  }
}
