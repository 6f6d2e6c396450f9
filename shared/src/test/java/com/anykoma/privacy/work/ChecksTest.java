package com.anykoma.privacy.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SettableClock;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.anykoma.privacy.work.Checks.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what the results of live checks say after runs that end, fail or repeat. */
@Keeps({"P2", "P20"})
@SuppressWarnings("NullAway.Init") // JUnit sets them
final class ChecksTest {
  private static final Instant NOW = Instant.parse("2026-12-01T04:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final SettableClock clock = new SettableClock(NOW);
  private EmbeddedCloud cloud;
  private Checks checks;

  @BeforeEach
  void open(@TempDir Path directory) {
    cloud = EmbeddedCloud.open(directory, clock);
    checks = new Checks(cloud.documents(), clock);
  }

  @AfterEach
  void close() {
    cloud.close();
  }

  private Checks.Result result() {
    return Objects.requireNonNull(checks.results().get("settings"));
  }

  @Test
  void aCheckWithoutFindingsIsVerified() {
    checks.run("settings", List::of);

    assertThat(result().verifiedAt()).contains(NOW);
    assertThat(result().findings()).isEmpty();
  }

  @Test
  void aFindingKeepsItsAgeUntilItIsNotFoundAgain() {
    checks.run("settings", () -> List.of("soft delete", "public access"));
    clock.set(NOW.plus(DAY));
    checks.run("settings", () -> List.of("soft delete"));

    assertThat(result().findings()).containsExactly(new Finding("soft delete", NOW, NOW.plus(DAY)));

    clock.set(NOW.plus(DAY.multipliedBy(2)));
    checks.run("settings", List::of);
    clock.set(NOW.plus(DAY.multipliedBy(3)));
    checks.run("settings", () -> List.of("soft delete"));

    assertThat(result().findings())
        .extracting(Finding::since)
        .containsExactly(NOW.plus(DAY.multipliedBy(3)));
  }

  @Test
  void aCheckThatFailsRecordsNoResultAndKeepsTheFormerOne() {
    checks.run("settings", () -> List.of("soft delete"));
    clock.set(NOW.plus(DAY));

    assertThatThrownBy(
            () ->
                checks.run(
                    "settings",
                    () -> {
                      throw new IllegalStateException("refused");
                    }))
        .hasMessage("refused");

    assertThat(result().verifiedAt()).contains(NOW);
    assertThat(result().findings()).hasSize(1);
  }

  @Test
  void findingsShowBeforeTheCheckHasReadEverything() {
    checks.found("settings", List.of("soft delete"));

    assertThat(result().verifiedAt()).isEmpty();
    assertThat(result().findings()).hasSize(1);
  }

  @Test
  void aPageThatIsReadTwiceChangesNothing() {
    checks.found("settings", List.of("soft delete"));
    checks.found("settings", List.of("soft delete"));
    checks.completed("settings", NOW);
    checks.completed("settings", NOW);

    assertThat(result().findings()).containsExactly(new Finding("soft delete", NOW, NOW));
  }

  @Test
  void endlessFindingsAreLimited() {
    checks.run("settings", () -> IntStream.range(0, 500).mapToObj(it -> "finding " + it).toList());

    assertThat(result().findings())
        .hasSize(Checks.MAX_FINDINGS)
        .first()
        .extracting(Finding::what)
        .isEqualTo("finding 0");
  }

  @Test
  void checksDoNotTouchEachOther() {
    checks.run("settings", () -> List.of("soft delete"));
    checks.run("page", List::of);

    assertThat(checks.results()).containsOnlyKeys("page", "settings");
    assertThat(result().findings()).hasSize(1);
  }
}
