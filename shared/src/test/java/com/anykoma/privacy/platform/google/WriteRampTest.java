package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class WriteRampTest {
  private static final int BATCH = 500;
  private static final Duration STEP = Duration.ofMinutes(5);

  /** Overflows a long soon, as {@link System#nanoTime} may. */
  private long now = Long.MAX_VALUE - 1;

  private long sleptNanos;
  private final WriteRamp ramp = new WriteRamp(500, () -> now, this::sleep);

  private void sleep(long nanos) {
    sleptNanos += nanos;
    now += nanos;
  }

  /** The number of writes that are allowed within this time. */
  private long writtenIn(Duration time) {
    long end = now + time.toNanos();
    long written = 0;
    while (end - now > 0) {
      ramp.await(BATCH);
      written += end - now > 0 ? BATCH : 0;
    }
    return written;
  }

  @Test
  void smallDeletionDoesNotWait() {
    ramp.await(BATCH);

    assertThat(sleptNanos).isZero();
  }

  @Test
  void severalSmallDeletionsWaitNoLongerThanOneLarge() {
    for (int i = 0; i < 5; i++) {
      ramp.await(100);
    }
    assertThat(sleptNanos).isZero();

    ramp.await(100);
    assertThat(Duration.ofNanos(sleptNanos)).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void allowsFiveHundredPerSecondInTheFirstFiveMinutes() {
    Duration almost = STEP.minusSeconds(1);

    assertThat(writtenIn(almost)).isEqualTo(500 * almost.toSeconds());
  }

  @Test
  void rateGrowsByHalfEveryFiveMinutesOfWriting() {
    double last = writtenIn(STEP);

    for (int step = 0; step < 6; step++) {
      double next = writtenIn(STEP);
      assertThat(next / last).isCloseTo(1.5, within(0.01));
      last = next;
    }
  }

  @Test
  void idleTimeAllowsNoBurst() {
    ramp.await(BATCH);
    now += Duration.ofHours(6).toNanos();

    assertThat(writtenIn(Duration.ofMinutes(1))).isEqualTo(500 * 60);
  }

  @Test
  void idleRampIsReset() {
    long first = writtenIn(STEP);
    assertThat(writtenIn(STEP)).isGreaterThan(first);
    now += Duration.ofMinutes(6).toNanos();

    assertThat(writtenIn(STEP)).isEqualTo(first);
  }

  @Test
  void shortPauseDoesNotResetTheRamp() {
    long first = writtenIn(STEP);
    now += Duration.ofMinutes(4).toNanos();

    assertThat(writtenIn(STEP)).isGreaterThan(first * 14 / 10);
  }

  @Test
  void slowWritingDoesNotRaiseTheRate() {
    for (int i = 0; i < 1_000; i++) {
      ramp.await(1);
      now += Duration.ofMinutes(1).toNanos();
    }

    assertThat(writtenIn(Duration.ofMinutes(1))).isEqualTo(500 * 60);
  }

  @Test
  void oversizedBatchDelaysTheWritesAfterIt() {
    WriteRamp slow = new WriteRamp(100, () -> now, this::sleep);

    slow.await(BATCH);
    assertThat(sleptNanos).isZero();

    slow.await(BATCH);
    assertThat(Duration.ofNanos(sleptNanos)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void disabledRampNeverWaits() {
    WriteRamp none = new WriteRamp(0, () -> now, this::sleep);

    for (int i = 0; i < 1_000; i++) {
      none.await(BATCH);
    }

    assertThat(sleptNanos).isZero();
  }

  @Test
  void threadsShareOneRate() throws InterruptedException {
    AtomicLong longest = new AtomicLong();
    WriteRamp shared =
        new WriteRamp(500, () -> 0, each -> longest.accumulateAndGet(each, Math::max));
    CountDownLatch done = new CountDownLatch(8);
    for (int i = 0; i < 8; i++) {
      new Thread(
              () -> {
                shared.await(BATCH);
                done.countDown();
              })
          .start();
    }

    assertThat(done.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(Duration.ofNanos(longest.get())).isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void defaultRampUsesTheRealClock() {
    WriteRamp real = WriteRamp.of(10_000);
    long start = System.nanoTime();

    for (int i = 0; i < 5; i++) {
      real.await(5_000);
    }

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
  }
}
