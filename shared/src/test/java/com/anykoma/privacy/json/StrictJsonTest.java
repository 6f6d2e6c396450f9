package com.anykoma.privacy.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {
  private static JsonValue read(String json) {
    return StrictJson.object(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | the JSON ends too early
          '   '                           | the JSON ends too early
          '{'                             | the JSON ends too early
          '{"secret":'                    | the JSON ends too early
          '[]'                            | the JSON is not an object
          'null'                          | the JSON is not an object
          '"secret"'                      | the JSON is not an object
          '{} {}'                         | the JSON is malformed, or has more than 64 levels
          '{}secret'                      | the JSON is malformed, or has more than 64 levels
          '{"secret":1,}'                 | the JSON is malformed, or has more than 64 levels
          '{secret:1}'                    | the JSON is malformed, or has more than 64 levels
          '{"a":secret}'                  | the JSON is malformed, or has more than 64 levels
          '{"a":NaN}'                     | the JSON is malformed, or has more than 64 levels
          '{"a":01}'                      | the JSON is malformed, or has more than 64 levels
          '{"a":+1}'                      | the JSON is malformed, or has more than 64 levels
          '{"a":TRUE}'                    | the JSON is malformed, or has more than 64 levels
          '{"a":9223372036854775808}'     | the JSON is malformed, or has more than 64 levels
          '{"a":1}/*secret*/'             | the JSON is malformed, or has more than 64 levels
          '{"secret":1,"secret":1}'       | a JSON object has a duplicate name
          '{"a":1,"\\u0061":2}'           | a JSON object has a duplicate name
          '{"o":{"x":1,"x":1}}'           | a JSON object has a duplicate name
          '{"o":[{"x":1,"x":1}]}'         | a JSON object has a duplicate name
          """)
  @Keeps({"P15", "P17"})
  void reportsTheErrorWithoutQuotingTheText(String json, String message) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(MalformedJson.class)
        .hasMessage(message)
        .hasMessageNotContaining("secret")
        .hasNoCause();
  }

  @Test
  @Keeps("P17")
  void refusesTenThousandLevelsWithoutOverflow() {
    for (String level : new String[] {"[", "{\"a\":"}) {
      assertThatThrownBy(() -> read("{\"a\":" + level.repeat(10_000)))
          .isInstanceOf(MalformedJson.class)
          .hasMessageContaining("more than 64 levels");
    }
  }

  @Test
  void acceptsAtMostSixtyFourLevels() {
    assertThatCode(() -> read("{\"a\":" + "[".repeat(63) + "]".repeat(63) + "}"))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> read("{\"a\":" + "[".repeat(64) + "]".repeat(64) + "}"))
        .isInstanceOf(MalformedJson.class);
  }

  @Test
  @Keeps("P17")
  void bytesThatAreNotUtf8AreRefused() {
    byte[][] bad = {
      {'{', '"', (byte) 0xff, '"', ':', '1', '}'},
      {'{', '"', (byte) 0xc0, (byte) 0xaf, '"', ':', '1', '}'},
      {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
      {'{', '}', (byte) 0xc3},
    };

    for (byte[] each : bad) {
      assertThatThrownBy(() -> StrictJson.object(each))
          .isInstanceOf(MalformedJson.class)
          .hasMessage("the JSON is not valid UTF-8");
    }
  }

  @Test
  void errorForAWrongTypeHasThePath() {
    JsonValue json = read("{\"a\":{\"b\":[{\"c\":\"secret\"}], \"d\":1.5, \"e\":null}}");
    JsonValue a = json.requiredObject("a");

    assertThatThrownBy(() -> json.string("a")).hasMessage("'a' is not a string");
    assertThatThrownBy(() -> a.number("b")).hasMessage("'a.b' is not a number");
    assertThatThrownBy(() -> a.objects("b").get(0).number("c"))
        .hasMessage("'a.b.c' is not a number");
    assertThatThrownBy(() -> a.number("d")).hasMessage("'a.d' is not a whole number");
    assertThatThrownBy(() -> a.requiredString("e")).hasMessage("'a.e' is missing");
    assertThatThrownBy(() -> a.requiredFlag("f")).hasMessage("'a.f' is missing");
    assertThatThrownBy(() -> a.object("d")).hasMessage("'a.d' is not an object");
    assertThatThrownBy(() -> a.flag("d")).hasMessage("'a.d' is not true or false");
    assertThatThrownBy(() -> json.objects("a")).hasMessage("'a' is not an array");
    assertThat(a.string("e")).isEmpty();
    assertThat(a.names()).containsExactlyInAnyOrder("b", "d", "e");
  }

  @Test
  void refusesNonObjectsInAnArrayOfObjects() {
    assertThatThrownBy(() -> read("{\"a\":[{},\"secret\"]}").objects("a"))
        .hasMessage("'a' contains an element that is not an object");
  }

  @Test
  void readsStringsAndRefusesOtherElements() {
    JsonValue json = read("{\"a\":[\"x\",\"y\"],\"b\":[\"secret\",1],\"c\":null}");

    assertThat(json.strings("a")).containsExactly("x", "y");
    assertThat(json.strings("c")).isEmpty();
    assertThatThrownBy(() -> json.strings("b"))
        .hasMessage("'b' contains an element that is not a string");
  }
}
