package com.anykoma.privacy.local.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.local.cloud.Bridge;
import com.anykoma.privacy.local.cloud.OffsetClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets them
final class ClockMoverTest {
  private static final List<Schedule> SCHEDULES =
      List.of(new Schedule("hourly", "30 * * * *"), new Schedule("daily", "0 4 * * *"));

  @TempDir private Path directory;
  private final Queue<String> published = new ConcurrentLinkedQueue<>();
  private OffsetClock clock;
  private Scheduler scheduler;

  @BeforeEach
  void start() {
    clock = OffsetClock.of(directory);
    scheduler =
        Scheduler.start(
            SCHEDULES, tasks -> tasks.forEach(each -> published.add(each.topic())), clock);
    scheduler.publishDue();
    published.clear();
  }

  @AfterEach
  void close() {
    scheduler.close();
  }

  private ClockMover mover(Bridge bridge) {
    ClockMover mover = new ClockMover(clock);
    mover.serve(scheduler, bridge);
    return mover;
  }

  /** A bridge that is idle at once, or never. */
  private record Idle(boolean isIdle) implements Bridge {
    @Override
    public void objectEvents(ObjectEvents fate) {}

    @Override
    public boolean untilIdle(Duration timeout) {
      return isIdle;
    }

    @Override
    public void close() {}
  }

  @Test
  void publishesEveryTaskThatFallsDue() {
    mover(new Idle(true)).forward(Duration.ofDays(2));

    assertThat(published).filteredOn("hourly"::equals).hasSize(48);
    assertThat(published).filteredOn("daily"::equals).hasSize(2);
    assertThat(clock.offset()).isEqualTo(Duration.ofDays(2));
  }

  @Test
  void movesToAnInstant() {
    Instant to = clock.instant().plus(Duration.ofMinutes(90));

    mover(new Idle(true)).moveTo(to);

    assertThat(clock.instant()).isBetween(to, to.plus(Duration.ofMinutes(5)));
  }

  @Test
  void stopsWhenDueWorkIsNotFinished() {
    ClockMover mover = mover(new Idle(false));

    assertThatThrownBy(() -> mover.forward(Duration.ofDays(2)))
        .isInstanceOf(ClockMover.Stopped.class)
        .hasMessageContaining("see the log");

    assertThat(clock.offset()).isZero();
  }
}
