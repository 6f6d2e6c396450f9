package com.anykoma.privacy.retention;

import java.util.Optional;

/** Temporary. */
public final class NetworkAddress {
  private NetworkAddress() {}

  /** Temporary. */
  public static Optional<String> of(String ip) {
    return Optional.empty();
  }
}
