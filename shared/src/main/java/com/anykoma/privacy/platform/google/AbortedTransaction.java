package com.anykoma.privacy.platform.google;

/** A transaction met another writer: it is run again. */
final class AbortedTransaction extends RuntimeException {
  AbortedTransaction() {
    super("another writer was first");
  }
}
