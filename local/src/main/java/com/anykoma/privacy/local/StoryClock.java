package com.anykoma.privacy.local;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs on from where a story begins, and can be put forward. */
final class StoryClock implements InstantSource {
  private final InstantSource real;
  private final AtomicReference<Duration> ahead;

  StoryClock(InstantSource real, Instant start) {
    this.real = real;
    this.ahead = new AtomicReference<>(Duration.between(real.instant(), start));
  }

  void forward(Duration by) {
    ahead.updateAndGet(so -> so.plus(by));
  }

  @Override
  public Instant instant() {
    return real.instant().plus(ahead.get());
  }
}
