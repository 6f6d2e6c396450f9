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

  /**
   * Waits until the pause of the last {@link #forward} has ended. Returns the time, which is later
   * than every earlier write even if its fraction of a second is cut off.
   */
  Instant awaitNow();

  /** Runs work when this clock, or only this one while it runs, is ahead by the duration. */
  void later(Duration by, Runnable work);
}
