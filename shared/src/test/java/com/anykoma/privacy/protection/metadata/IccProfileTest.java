package com.anykoma.privacy.protection.metadata;

import static com.anykoma.privacy.protection.metadata.ByteArrays.MARKER;
import static com.anykoma.privacy.protection.metadata.ByteArrays.ascii;
import static com.anykoma.privacy.protection.metadata.ByteArrays.joined;
import static com.anykoma.privacy.protection.metadata.ByteArrays.u32;
import static org.assertj.core.api.Assertions.assertThat;

import com.anykoma.privacy.Keeps;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which data of a colour profile stay. */
class IccProfileTest {
  @Test
  @Keeps("P5")
  void clearsTextsDatesAndNamesButKeepsTheLength() {
    byte[] plain = IccProfile.sanitized(IccProfileFixtures.withText(MARKER)).orElseThrow();

    assertThat(plain).hasSameSizeAs(IccProfileFixtures.withText(MARKER));
    assertThat(new String(plain, StandardCharsets.ISO_8859_1))
        .doesNotContain(MARKER.substring(0, 4), "lcms", "APPL", "MADE", "BYME", "MODE", "priv");
    assertThat(Arrays.copyOfRange(plain, 24, 36)).containsOnly(0);
    assertThat(IccProfile.sanitized(plain)).contains(plain);
  }

  @Test
  void keepsColours() {
    byte[] profile = IccProfileFixtures.withText(MARKER);

    assertSameColours(profile, IccProfile.sanitized(profile).orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(ints = {ColorSpace.CS_sRGB, ColorSpace.CS_LINEAR_RGB, ColorSpace.CS_GRAY})
  void keepsTheColoursOfThePlatformsProfiles(int space) {
    byte[] profile = ICC_Profile.getInstance(space).getData();

    assertSameColours(profile, IccProfile.sanitized(profile).orElseThrow());
  }

  private static void assertSameColours(byte[] before, byte[] after) {
    ICC_ColorSpace was = new ICC_ColorSpace(ICC_Profile.getInstance(before));
    ICC_ColorSpace is = new ICC_ColorSpace(ICC_Profile.getInstance(after));
    Random random = new Random(3);
    for (int i = 0; i < 50; i++) {
      float[] colour = new float[was.getNumComponents()];
      for (int channel = 0; channel < colour.length; channel++) {
        colour[channel] = random.nextFloat();
      }
      assertThat(is.toRGB(colour)).isEqualTo(was.toRGB(colour));
    }
  }

  @Test
  @Keeps("P5")
  void clearsBytesBetweenTags() {
    byte[] plain = IccProfileFixtures.sanitized();
    byte[] longer = joined(plain, ascii(MARKER));
    System.arraycopy(u32(longer.length), 0, longer, 0, 4);

    byte[] stripped = IccProfile.sanitized(longer).orElseThrow();

    assertThat(stripped).endsWith(new byte[MARKER.length()]);
    assertThat(Arrays.copyOfRange(stripped, 4, plain.length))
        .isEqualTo(Arrays.copyOfRange(plain, 4, plain.length));
  }

  @Test
  @Keeps("P5")
  void rejectsTextInPlaceOfNumbers() {
    byte[] text = ascii(MARKER.substring(0, 12));
    for (Map.Entry<String, byte[]> each :
        Map.of(
                "rXYZ", joined(ascii("XYZ \0\0\0\0"), text),
                "gTRC", joined(ascii("curv\0\0\0\0"), u32(6), text),
                "bTRC", joined(ascii("para\0\0\0\0\0\1\0\0"), text),
                "rTRC", joined(ascii("curv\0\0\0\0"), u32(-1), text))
            .entrySet()) {
      Map<String, byte[]> tags = IccProfileFixtures.colours();
      tags.put(each.getKey(), each.getValue());

      assertThat(IccProfile.sanitized(IccProfileFixtures.of(tags))).as(each.getKey()).isEmpty();
    }
  }

  @Test
  void rejectsInconsistentProfiles() {
    byte[] profile = IccProfileFixtures.of(IccProfileFixtures.colours());
    assertThat(IccProfile.sanitized(profile)).isPresent();

    for (int at : new int[] {0, 3, 8, 12, 16, 20, 36, 128, 131, 136, 137, 140}) {
      byte[] damaged = profile.clone();
      damaged[at] ^= 0x41;
      assertThat(IccProfile.sanitized(damaged)).as("damaged at %d", at).isEmpty();
    }
    for (int length = 0; length < profile.length; length++) {
      byte[] cut = Arrays.copyOf(profile, length);
      assertThat(IccProfile.sanitized(cut)).isEmpty();
      if (length >= 4) {
        System.arraycopy(u32(length), 0, cut, 0, 4);
        assertThat(IccProfile.sanitized(cut)).isEmpty();
      }
    }
  }

  @Test
  void rejectsProfilesWithAMissingColour() {
    for (String each : IccProfileFixtures.colours().keySet()) {
      Map<String, byte[]> tags = IccProfileFixtures.colours();
      tags.remove(each);

      assertThat(IccProfile.sanitized(IccProfileFixtures.of(tags))).as(each).isEmpty();
    }
  }

  @Test
  void damagedProfilesNeverThrowAndSanitizingIsIdempotent() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = IccProfileFixtures.withText(MARKER);
      for (int n = random.nextInt(4); n >= 0; n--) {
        damaged[random.nextInt(300)] = (byte) random.nextInt();
      }

      IccProfile.sanitized(damaged)
          .ifPresent(
              it -> {
                assertThat(IccProfile.sanitized(it)).contains(it);
                assertThat(new String(it, StandardCharsets.ISO_8859_1)).doesNotContain(MARKER);
              });
    }
  }
}
