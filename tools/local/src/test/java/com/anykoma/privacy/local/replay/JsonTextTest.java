package com.anykoma.privacy.local.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
  private static JsonText text(String json) throws IOException {
    return JsonText.of(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String string(JsonText text) {
    return new String(text.bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void elementsKeepTheirBytes() throws Exception {
    String tricky = "{ \"a\\\"]\" : [1.0, 1e2 , {\"é,\":\"}\\\\\"}] ,\"a\":1, \"a\" : 2 }";

    assertThat(text("[ " + tricky + "\n,\"x,y\", [] ,null]").elements())
        .extracting(JsonTextTest::string)
        .containsExactly(tricky, "\"x,y\"", "[]", "null");
  }

  @Test
  void anEmptyArrayHasNoElements() throws Exception {
    assertThat(text(" [ ] ").elements()).isEmpty();
    assertThat(text("{}").members()).isEmpty();
  }

  @Test
  void membersAreFoundByName() throws Exception {
    assertThat(text("{\"x\":{\"events\":1}, \"events\" : [ 2 ] }").members())
        .hasEntrySatisfying("x", x -> assertThat(string(x)).isEqualTo("{\"events\":1}"))
        .hasEntrySatisfying("events", events -> assertThat(string(events)).isEqualTo("[ 2 ]"));
  }

  @Test
  void refusesInvalidJson() {
    for (String bad : List.of("", " ", "{", "[1,]", "{'a':1}", "[1] 2", "nul", "{\"a\" 1}")) {
      assertThatThrownBy(() -> text(bad)).as(bad).isInstanceOf(IOException.class);
    }
  }

  @Test
  void parsesDeeplyNestedJson() throws Exception {
    String deep = "[".repeat(5_000) + "]".repeat(5_000);

    assertThat(text(deep).elements()).hasSize(1);
  }
}
