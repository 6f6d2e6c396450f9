package com.anykoma.privacy.platform.google;

/** A transaction met another writer: it is run again. */
final class LostRace extends RuntimeException {
  LostRace() {
    super("another writer was first");
  }
}
