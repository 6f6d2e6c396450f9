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

/** Tests which fields are checked, with a detector that finds one word. */
@Keeps("P32")
class SensitiveTextTest {
  private static final Location CHARACTERS =
      FixtureProduct.MAP.locationOf(new DocumentPath("users/u1/characters/c1")).orElseThrow();

  private final SensitiveText sensitive =
      new SensitiveText(
          text ->
              text.contains("hush") ? List.of(new Span(SpanType.PASSWORD, 0, 4, 1)) : List.of());

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
            text -> {
              throw new IllegalStateException("broken");
            });

    assertThat(failing.kinds(CHARACTERS, Fields.empty().with("name", "Ada")))
        .containsExactly("UNCHECKED");
  }
}
