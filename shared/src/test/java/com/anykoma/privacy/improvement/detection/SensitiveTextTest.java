package com.anykoma.privacy.improvement.detection;

import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.collection.datamap.Location;
import com.anykoma.privacy.platform.DocumentPath;
import com.anykoma.privacy.platform.Fields;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests which fields are checked, with a rule that finds one word. */
@Keeps("P32")
class SensitiveTextTest {
  private static final Location CHARACTERS =
      FixtureProduct.MAP.locationOf(new DocumentPath("users/u1/characters/c1")).orElseThrow();

  private final SensitiveText sensitive =
      new SensitiveText(
          new TextDetector(
              (text, start, end, findings) -> {
                if (end - start == "hush".length() && text.at(start) == 'h') {
                  findings.add(SpanType.PASSWORD, start, end, 1);
                }
              }));

  @Test
  void checksTextWithinMapsAndLists() {
    Fields nested =
        Fields.empty().with("traits", Map.of("secret", List.of("brave", Map.of("x", "a hush"))));

    assertThat(sensitive.kinds(CHARACTERS, nested)).containsExactly("PASSWORD");
    assertThat(sensitive.kinds(CHARACTERS, Fields.empty().with("name", "Ada"))).isEmpty();
  }

  @Test
  void ignoresFieldsWithoutContentAndValuesWithoutText() {
    Fields others = Fields.empty().with("visibility", "hush").with("name", 7L);

    assertThat(sensitive.kinds(CHARACTERS, others)).isEmpty();
  }

  @Test
  void textThatCannotBeCheckedIsExcluded() {
    SensitiveText failing =
        new SensitiveText(
            new TextDetector(
                (text, start, end, findings) -> {
                  throw new IllegalStateException("broken");
                }));

    assertThat(failing.kinds(CHARACTERS, Fields.empty().with("name", "Ada")))
        .containsExactly("UNCHECKED");
  }
}
