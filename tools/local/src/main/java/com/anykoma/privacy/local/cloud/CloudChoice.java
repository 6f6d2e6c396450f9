package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

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
}
