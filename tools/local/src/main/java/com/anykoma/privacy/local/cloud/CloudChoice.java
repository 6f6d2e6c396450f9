package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** What the functions run on here. */
public enum CloudChoice {
  /** SQLite and a folder. */
  EMBEDDED {
    @Override
    public LocalPlatform open(Path directory, InstantSource clock, Map<Service, Integer> ports) {
      return EmbeddedPlatform.open(directory, clock);
    }

    @Override
    public StoryTime time() {
      return new StoryClock();
    }
  },

  /** The Google adapters on Google's emulators. */
  EMULATORS {
    @Override
    public LocalPlatform open(Path directory, InstantSource clock, Map<Service, Integer> ports) {
      return EmulatedPlatform.open(directory.resolve("emulators"), clock, ports);
    }

    @Override
    public StoryTime time() {
      return new RealTime();
    }
  };

  /**
   * Opens it in a data directory that is there.
   *
   * @param ports where emulators listen that are not to listen on any free port
   */
  public abstract LocalPlatform open(
      Path directory, InstantSource clock, Map<Service, Integer> ports);

  /** The time that a story on it runs in. */
  public abstract StoryTime time();

  /**
   * The real time, where a store tells it by a clock of its own: whatever a story skips is a little
   * more than a second here, since Stripe tells whole ones.
   */
  private static final class RealTime implements StoryTime {
    private static final Duration A_SECOND_AND_MORE = Duration.ofMillis(1050);

    private final Clock clock = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;

    @Override
    public void forward(Duration by) {
      LockSupport.parkNanos(
          (by.compareTo(A_SECOND_AND_MORE) < 0 ? by : A_SECOND_AND_MORE).toNanos());
    }

    @Override
    public void later(Duration by, Runnable work) {
      ahead = by;
      try {
        work.run();
      } finally {
        ahead = Duration.ZERO;
      }
    }

    @Override
    public Instant instant() {
      return clock.instant().plus(ahead);
    }
  }
}
