package com.anykoma.privacy.local.cloud;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The clock of a story. */
public interface StoryTime extends InstantSource {
  /**
   * Lets time pass: the given duration, or only a short pause when the clock is the real time. Only
   * {@link #awaitNow} waits for the end of the pause.
   */
  void forward(Duration by);

  /** The time after the last {@link #forward}; as whole seconds not before earlier writes. */
  Instant awaitNow();

  /** Runs work when this clock, or only this one while it runs, is ahead by the duration. */
  void later(Duration by, Runnable work);
}
