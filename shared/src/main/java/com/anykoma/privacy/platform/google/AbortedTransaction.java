package com.anykoma.privacy.platform.google;

/** A transaction conflicted with another writer; the caller runs it again. */
final class AbortedTransaction extends RuntimeException {
  AbortedTransaction() {
    super("another writer changed a document of the transaction");
  }
}
