package com.anykoma.privacy.local.cloud;

import java.time.Duration;
import java.time.InstantSource;

/** The clock of a story. */
public interface StoryTime extends InstantSource {
  /** Lets time pass: the given duration, or only a short pause when the clock is the real time. */
  void forward(Duration by);

  /** Runs work when this clock, or only this one while it runs, is ahead by the duration. */
  void later(Duration by, Runnable work);
}
