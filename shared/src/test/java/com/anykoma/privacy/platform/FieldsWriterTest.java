package com.anykoma.privacy.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests the stored form of fields: stored documents and sealed fields depend on it. */
final class FieldsWriterTest {
  @Test
  void writesValuesWithoutJsonTypeAsTaggedObjects() {
    Map<Object, String> written =
        Map.of(
            Instant.EPOCH.plusMillis(1),
            "{\"@t\":1000}",
            Bytes.of(new byte[] {1, 2, 3}),
            "{\"@b\":\"AQID\"}",
            Double.NaN,
            "{\"@d\":\"NaN\"}",
            1e10,
            "1.0E10",
            10L,
            "10",
            Map.of("@t", 1L),
            "{\"@@t\":1}",
            "<&'\"\\\n",
            "\"<&'\\\"\\\\\\n\"",
            List.of(true, Map.of(), List.of()),
            "[true,{},[]]");

    written.forEach(
        (value, json) -> {
          assertThat(FieldsWriter.write(value)).isEqualTo(json);
          assertThat(FieldsReader.readValue(json)).isEqualTo(value);
        });
  }

  @Test
  void keepsNullsAndLoneSurrogatesInUtf8() {
    Fields fields =
        Fields.empty()
            .with("text", "a\ud800b\udc00\ud83d\ude00\u0001\u2028")
            .with("list", Arrays.asList(null, -0.0, Long.MIN_VALUE));

    byte[] utf8 = FieldsWriter.write(fields).getBytes(StandardCharsets.UTF_8);

    assertThat(FieldsReader.read(new String(utf8, StandardCharsets.UTF_8))).isEqualTo(fields);
  }

  @Test
  void readsTheEscapesOfOlderVersions() {
    assertThat(FieldsReader.readValue("\"\\u0009\\u000a\\ud800\"")).isEqualTo("\t\n\ud800");
  }

  @Test
  void refusesDamagedFieldsWithoutQuotingThem() {
    for (String each :
        List.of("", "null", "{\"secret\":", "{} x", "{\"a\":{\"@t\":\"secret\"}}", "[01]")) {
      assertThatThrownBy(() -> FieldsReader.readValue(each))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("stored fields are damaged")
          .hasNoCause();
    }
    assertThatThrownBy(() -> FieldsReader.read("[]")).hasMessage("stored fields are damaged");
  }
}
