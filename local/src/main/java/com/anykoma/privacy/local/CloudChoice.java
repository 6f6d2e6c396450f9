package com.anykoma.privacy.local;

import java.nio.file.Path;
import java.time.InstantSource;

/** What the functions run on here. */
enum CloudChoice {
  /** SQLite and a folder. */
  EMBEDDED {
    @Override
    LocalPlatform open(Path directory, InstantSource clock) {
      return EmbeddedPlatform.open(directory, clock);
    }

    @Override
    StoryTime time() {
      return new StoryClock();
    }
  },

  /** The Google adapters on Google's emulators. */
  EMULATORS {
    @Override
    LocalPlatform open(Path directory, InstantSource clock) {
      return EmulatedPlatform.open(directory.resolve("emulators"), clock);
    }

    @Override
    StoryTime time() {
      return new RealTime();
    }
  };

  /** Opens it in a data directory that is there. */
  abstract LocalPlatform open(Path directory, InstantSource clock);

  /** The time that a story on it runs in. */
  abstract StoryTime time();
}
