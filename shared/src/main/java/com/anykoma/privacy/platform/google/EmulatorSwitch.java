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
 * Firebase's library has one switch for the whole process: the address of an Auth emulator. While
 * it is thrown, no app checks the signature of a token, not even one opened for the real service.
 * This keeps all open apps of a process to one address, so that the two never meet.
 *
 * @param address the emulator's host and port; empty for the real service
 */
record EmulatorSwitch(String address) {
  private static final String APP_NAME_PREFIX = "anykoma-privacy-";
  private static final Object LOCK = new Object();

  /** For the real service when there is no emulator. */
  static EmulatorSwitch of(Optional<URI> emulator) {
    return new EmulatorSwitch(emulator.map(URI::getAuthority).orElse(""));
  }

  /**
   * A new app that speaks to this address.
   *
   * @throws IllegalStateException when this process is set to another one
   */
  FirebaseApp open(FirebaseOptions options) {
    synchronized (LOCK) {
      if (currentAddress().isEmpty() && !hasOpenApps()) {
        FirebaseProcessEnvironment.setenv(Utils.AUTH_EMULATOR_HOST, address);
      }
      requireUnchanged();
      return FirebaseApp.initializeApp(options, APP_NAME_PREFIX + new SecureRandom().nextLong());
    }
  }

  /** Ends an app; the last one puts the switch back. */
  void close(FirebaseApp app) {
    synchronized (LOCK) {
      app.delete();
      if (!hasOpenApps()) {
        FirebaseProcessEnvironment.setenv(Utils.AUTH_EMULATOR_HOST, "");
      }
    }
  }

  /**
   * Fails when the process is set to another address.
   *
   * @throws IllegalStateException for instance when {@code FIREBASE_AUTH_EMULATOR_HOST} is set on a
   *     deployed function
   */
  void requireUnchanged() {
    if (!currentAddress().equals(address)) {
      throw new IllegalStateException(
          "this process is set to another Firebase Auth than these settings: "
              + Utils.AUTH_EMULATOR_HOST
              + " holds for all of it and switches signature checks off");
    }
  }

  private static String currentAddress() {
    return Strings.nullToEmpty(Utils.getEmulatorHost());
  }

  private static boolean hasOpenApps() {
    return FirebaseApp.getApps().stream().anyMatch(app -> app.getName().startsWith(APP_NAME_PREFIX));
  }
}
