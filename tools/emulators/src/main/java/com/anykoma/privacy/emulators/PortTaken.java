package com.anykoma.privacy.emulators;

/** Another process listens on the requested port of the loopback interface. */
public final class PortTaken extends RuntimeException {
  public PortTaken(int port, Exception cause) {
    super("port " + port + " of " + EmulatorProcess.LOOPBACK + " is in use", cause);
  }
}
