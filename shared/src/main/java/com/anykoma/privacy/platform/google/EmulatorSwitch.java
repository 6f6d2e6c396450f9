package com.anykoma.privacy.platform.google;

import com.google.common.base.Strings;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.auth.internal.Utils;
import com.google.firebase.internal.FirebaseProcessEnvironment;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * Guard for the process-wide emulator setting of Firebase's library. While the address of an Auth
 * emulator is set, no app verifies the signatures of tokens, not even an app for the real service.
 * This class makes all open apps of a process use one address, so that the two are never mixed.
 *
 * @param address host and port of the emulator; empty for the real service
 */
record EmulatorSwitch(String address) {
  private static final String APP_NAME_PREFIX = "anykoma-privacy-";
  private static final Object LOCK = new Object();

  /** The setting for an emulator, or for the real service without one. */
  static EmulatorSwitch of(Optional<URI> emulator) {
    return new EmulatorSwitch(emulator.map(URI::getAuthority).orElse(""));
  }

  /** Opens a new app for this address, unless this process uses another one. */
  FirebaseApp open(FirebaseOptions options) {
    synchronized (LOCK) {
      if (currentAddress().isEmpty() && !hasOpenApps()) {
        FirebaseProcessEnvironment.setenv(Utils.AUTH_EMULATOR_HOST, address);
      }
      requireUnchanged();
      return FirebaseApp.initializeApp(options, APP_NAME_PREFIX + new SecureRandom().nextLong());
    }
  }

  /** Closes an app; closing the last one clears the setting. */
  void close(FirebaseApp app) {
    synchronized (LOCK) {
      app.delete();
      if (!hasOpenApps()) {
        FirebaseProcessEnvironment.setenv(Utils.AUTH_EMULATOR_HOST, "");
      }
    }
  }

  /** Fails if the process uses another address, such as an emulator's on a deployed function. */
  void requireUnchanged() {
    if (!currentAddress().equals(address)) {
      throw new IllegalStateException(
          "this process uses another Firebase Auth than its settings: "
              + Utils.AUTH_EMULATOR_HOST
              + " applies to the whole process and disables signature checks; unset it");
    }
  }

  private static String currentAddress() {
    return Strings.nullToEmpty(Utils.getEmulatorHost());
  }

  private static boolean hasOpenApps() {
    return FirebaseApp.getApps().stream()
        .anyMatch(app -> app.getName().startsWith(APP_NAME_PREFIX));
  }
}
