package com.anykoma.privacy.local.replay;

import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still at a moment until it is switched to the real time. */
final class SwitchedClock implements InstantSource {
  private volatile InstantSource source;

  SwitchedClock(Instant at) {
    this.source = InstantSource.fixed(at);
  }

  void switchTo(InstantSource real) {
    source = real;
  }

  @Override
  public Instant instant() {
    return source.instant();
  }
}
