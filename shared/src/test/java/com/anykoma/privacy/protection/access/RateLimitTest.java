package com.anykoma.privacy.protection.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the bounds of a limit. */
final class RateLimitTest {
  @ParameterizedTest
  @CsvSource({
    "0, PT1S, 1",
    "1, PT1S, 0",
    "1, PT1S, 2",
    "1, PT0S, 1",
    "1, -PT1S, 1",
    "1, PT0.0000001S, 1",
    "1, PT24H0.000001S, 1",
    "25, PT1H, 1"
  })
  void refusesLimitsOutsideTheirBounds(int capacity, Duration refill, int lease) {
    assertThatThrownBy(() -> new RateLimit(capacity, refill, lease))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void acceptsTheBoundsThemselves() {
    assertThat(new RateLimit(1, Duration.ofDays(1), 1).lease()).isEqualTo(1);
    assertThat(new RateLimit(1, Duration.ofNanos(1_000), 1).capacity()).isEqualTo(1);
  }

  @Test
  void functionsWithoutAnEntryHaveTheSmallestLimit() {
    assertThat(RateLimit.of("Anything")).isEqualTo(new RateLimit(60, Duration.ofMinutes(1), 1));
  }
}
