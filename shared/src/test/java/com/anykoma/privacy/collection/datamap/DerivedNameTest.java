package com.anykoma.privacy.collection.datamap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which original the name of a derived object names, by the pattern. */
@Keeps({"P19", "E23"})
final class DerivedNameTest {
  private static final PathPattern IMAGES = PathPattern.of("users/{uid}/images/{imageId}");

  private static Optional<String> original(String pattern, String name) {
    return DerivedName.of(IMAGES, pattern)
        .match(List.of(("users/ann/images/" + name).split("/", -1)))
        .map(ids -> ids.get("imageId"));
  }

  private static Optional<String> prefix(String pattern, String original) {
    return DerivedName.of(IMAGES, pattern).prefix(Map.of("uid", "ann", "imageId", original));
  }

  @ParameterizedTest
  @CsvSource({
    "{imageId}_{width}x{height}, a_200x200, a",
    "{imageId}_{width}x{height}, a_b_200x200, a_b",
    "{imageId}_{width}x{height}, a_200x200_400x400, a_200x200",
    "{imageId}_{width}x{height}, photo.heic_200x200, photo.heic",
    "{imageId}_{width}x{height}, 'ä (1)+$[x]_200x200', 'ä (1)+$[x]'",
    "thumbs/{imageId}_{width}x{height}.webp, thumbs/a_200x200.webp, a",
    "{name}_{width}x{height}.{ext}, a.b_200x200.png, a.b.png",
    "{name.png}_{width}x{height}.webp, a_200x200.webp, a.png",
    "{imageId}/{size}.webp, a/large.webp, a",
    "{imageId}/{imageId}_{size}, a/a_large, a",
  })
  void nameNamesOneOriginal(String pattern, String name, String original) {
    assertThat(original(pattern, name)).contains(original);
    assertThat(prefix(pattern, original))
        .hasValueSatisfying(it -> assertThat("users/ann/images/" + name).startsWith(it));
  }

  @ParameterizedTest
  @CsvSource({
    "{imageId}_{width}x{height}, a",
    "{imageId}_{width}x{height}, _200x200",
    "{imageId}_{width}x{height}, a_b_200xlarge",
    "{imageId}_{width}x{height}, a_200x200.png",
    "{imageId}_{width}x{height}, thumbs/a_200x200",
    "thumbs/{imageId}_{width}x{height}.webp, a_200x200.webp",
    "thumbs/{imageId}_{width}x{height}.webp, thumbs/a_200x200xwebp",
    "thumbs/{imageId}_{width}x{height}.webp, thumbs/.._200x200.webp/b",
    "{imageId}/{imageId}_{size}, a/b_large",
    "{name.png}_{width}x{height}.webp, a_200x200.png",
    "{imageId}_{size}, __a___x",
  })
  void otherNameNamesNoOriginal(String pattern, String name) {
    assertThat(original(pattern, name)).isEmpty();
  }

  @Test
  void patternOfAnEndingAppliesOnlyToOriginalsWithIt() {
    assertThat(prefix("{name.png}_{width}", "a.jpg")).isEmpty();
    assertThat(prefix("{name.png}_{width}", ".png")).isEmpty();
    assertThat(prefix("{name}_{width}.{ext}", "a")).isEmpty();
    assertThat(prefix("{name}_{width}.{ext}", "a.b.jpg")).contains("users/ann/images/a.b_");
  }

  @Test
  void prefixOfAnotherPersonIsNotMatched() {
    DerivedName derived = DerivedName.of(IMAGES, "{imageId}_{width}");

    assertThat(derived.match(List.of("users", "bob", "images", "a_2")))
        .contains(Map.of("uid", "bob", "imageId", "a"));
    assertThat(derived.match(List.of("users", "bob", "prompts", "a_2"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "thumb",
        "{width}_{imageId}",
        "{imageId}{width}",
        "{imageId}x{width}",
        "{name}_{width}",
        "{imageId}.{ext}",
        "{name.png}.{ext}",
        "{uid}_{width}",
        "/{imageId}",
        "../{imageId}_{width}",
        "thumbs//{imageId}",
        "{imageId}_{",
        "{imageId}_{width}}",
      })
  void patternThatDoesNotDetermineTheOriginalIsRefused(String pattern) {
    assertThatThrownBy(() -> DerivedName.of(IMAGES, pattern))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
