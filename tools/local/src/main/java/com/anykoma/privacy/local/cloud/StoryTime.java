package com.anykoma.privacy.local.cloud;

import java.time.Duration;
import java.time.InstantSource;

/** The clock of a story. */
public interface StoryTime extends InstantSource {
  /** Lets time pass: the given duration, or only a short pause when the clock is the real time. */
  void forward(Duration by);

  /**
   * Runs work after a duration. When the clock is the real time, only this clock is ahead by the
   * duration while the work runs.
   */
  void later(Duration by, Runnable work);
}
