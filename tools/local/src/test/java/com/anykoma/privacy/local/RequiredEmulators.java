package com.anykoma.privacy.local;

import com.anykoma.privacy.emulators.EmulatorJar;
import org.opentest4j.TestAbortedException;

/** Finds the emulators that a test needs. */
public final class RequiredEmulators {
  private RequiredEmulators() {}

  /**
   * Leaves a test out where one is missing, and says why; with {@code -Pemulators} it fails.
   *
   * @param what would be tested
   */
  public static void findOrAbort(String what) {
    for (EmulatorJar each : EmulatorJar.values()) {
      try {
        each.findOrDownload();
      } catch (IllegalStateException e) {
        if (Boolean.getBoolean("emulators.required")) {
          throw e;
        }
        System.err.println("NOT RUN: " + what + ": " + e.getMessage());
        throw new TestAbortedException(e.getMessage(), e);
      }
    }
  }
}
