package com.anykoma.privacy.retention.residency;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the format of durations. */
class IsoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0S",
    "PT5M, PT5M",
    "PT24H, P1D",
    "PT168H, P7D",
    "PT50H5M, P2DT2H5M",
    "P1DT0.5S, P1DT0.5S",
    "PT23H59M59.999999999S, PT23H59M59.999999999S",
    "P-3D, -P3D",
    "PT-74H-5M, -P3DT2H5M",
    "PT-0.000000001S, -PT0.000000001S"
  })
  void isWrittenInDays(Duration duration, String text) {
    assertThat(IsoDuration.text(duration)).isEqualTo(text);
  }

  @Test
  void parsesBackToTheSameDuration() {
    Random random = new Random(20_260_106);
    for (int i = 0; i < 10_000; i++) {
      Duration duration = Duration.ofNanos(random.nextLong());

      assertThat(Duration.parse(IsoDuration.text(duration))).isEqualTo(duration);
    }
  }
}
