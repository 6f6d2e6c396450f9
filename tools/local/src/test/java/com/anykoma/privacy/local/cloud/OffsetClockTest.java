package com.anykoma.privacy.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.FixtureProduct;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.local.host.LocalCloud;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OffsetClockTest {
  @TempDir private Path directory = Path.of("");

  @Test
  void neverMovesBackEvenAfterARestart() {
    OffsetClock clock = OffsetClock.of(directory);
    assertThat(clock.offset()).isZero();

    clock.forward(Duration.ofDays(30));
    Instant moved = clock.instant();

    assertThat(moved).isAfter(Instant.now().plus(Duration.ofDays(29)));
    assertThat(OffsetClock.of(directory).instant()).isAfterOrEqualTo(moved);
    assertThatThrownBy(() -> clock.forward(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(OffsetClock.of(directory).offset()).isEqualTo(Duration.ofDays(30));
  }

  @Test
  void allCommandsUseTheSameTime() {
    try (LocalCloud cloud =
        LocalCloud.open(FixtureProduct.FILES, directory, OffsetClock.of(directory))) {
      assertThat(cloud.bridge().untilIdle(Duration.ofSeconds(30))).isTrue();
    }
    OffsetClock.of(directory).forward(Duration.ofDays(30));

    try (EmbeddedData data = EmbeddedData.open(FixtureProduct.FILES, directory)) {
      assertThat(data.wiring().services().orders().overview().at())
          .isAfter(Instant.now().plus(Duration.ofDays(29)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "tomorrow", "-PT1H"})
  void refusesInvalidOffsets(String offset) throws Exception {
    Path file = Files.writeString(directory.resolve("clock"), offset);

    assertThatThrownBy(() -> OffsetClock.of(directory))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining(file.toString());
  }
}
