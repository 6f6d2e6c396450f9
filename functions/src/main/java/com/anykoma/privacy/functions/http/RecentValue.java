package com.anykoma.privacy.functions.http;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** A value that an instance reads again after a minute, so that a public page costs few reads. */
final class RecentValue<T> {
  private static final Duration MAX_AGE = Duration.ofMinutes(1);

  private final Supplier<T> source;
  private final InstantSource clock;
  private Optional<Reading<T>> last = Optional.empty();

  private record Reading<T>(T value, Instant at) {}

  RecentValue(Supplier<T> source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /** The value, at most a minute old; a failed read is thrown and tried again on the next call. */
  synchronized T get() {
    Instant now = clock.instant();
    Reading<T> recent =
        last.filter(it -> Duration.between(it.at(), now).abs().compareTo(MAX_AGE) < 0)
            .orElseGet(() -> new Reading<>(source.get(), now));
    last = Optional.of(recent);
    return recent.value();
  }
}
