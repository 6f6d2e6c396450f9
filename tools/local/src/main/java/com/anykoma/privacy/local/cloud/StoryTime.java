package com.anykoma.privacy.local.cloud;

import java.time.Duration;
import java.time.InstantSource;

/** The time that a story runs in. */
public interface StoryTime extends InstantSource {
  /** Lets time pass: so much of it, or as little as makes a difference where it is the real one. */
  void forward(Duration by);

  /**
   * Does the work when so much time has passed; where it is the real one, when it has for whoever
   * asks here, until the work is done.
   */
  void later(Duration by, Runnable work);
}
