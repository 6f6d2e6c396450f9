package com.anykoma.privacy.local.cloud;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that starts at a fixed instant, runs in real time, and can be moved forward. */
public final class StoryClock implements StoryTime {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  private final Clock real = Clock.systemUTC();
  private final AtomicReference<Duration> ahead =
      new AtomicReference<>(Duration.between(real.instant(), START));

  @Override
  public void forward(Duration by) {
    ahead.updateAndGet(current -> current.plus(by));
  }

  @Override
  public Instant awaitNow() {
    return instant();
  }

  @Override
  public void later(Duration by, Runnable work) {
    forward(by);
    work.run();
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead.get());
  }
}
