package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** The kind of local cloud that the functions run on. */
public enum CloudChoice {
  /** The embedded adapters: SQLite and a folder. */
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

  /** Opens the cloud in an existing data directory; emulators without a fixed port take any. */
  public abstract LocalPlatform open(
      Path directory, InstantSource clock, Map<Service, Integer> ports);

  /** Creates the clock of a story on this cloud. */
  public abstract StoryTime time();

  /**
   * The real time of the emulators; a story's jump becomes a little more than one second, which
   * separates the times of Stripe's events: they are whole seconds.
   */
  private static final class RealTime implements StoryTime {
    private static final Duration MAX_PAUSE = Duration.ofMillis(1050);

    private final Clock clock = Clock.systemUTC();
    private volatile Duration ahead = Duration.ZERO;
    private volatile Instant pauseEnd = Instant.EPOCH;

    @Override
    public void forward(Duration by) {
      pauseEnd = clock.instant().plus(by.compareTo(MAX_PAUSE) < 0 ? by : MAX_PAUSE);
    }

    @Override
    public Instant awaitNow() {
      while (clock.instant().isBefore(pauseEnd)) {
        LockSupport.parkNanos(Duration.between(clock.instant(), pauseEnd).toNanos());
      }
      return instant();
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
