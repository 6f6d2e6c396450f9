package com.anykoma.privacy.emulators;

/** Another process listens on a port of the loopback interface that was asked for. */
public final class PortTaken extends RuntimeException {
  public PortTaken(int port, Exception cause) {
    super("port " + port + " of " + EmulatorProcess.LOOPBACK + " is taken", cause);
  }
}
