package com.anykoma.privacy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test sets and advances; it does not run by itself. */
public final class SettableClock implements InstantSource {
  private volatile Instant now;

  public SettableClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void set(Instant time) {
    now = time;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
