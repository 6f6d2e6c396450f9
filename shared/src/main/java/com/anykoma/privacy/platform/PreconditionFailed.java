package com.anykoma.privacy.platform;

/** Somebody else wrote first: read again and decide anew. */
public final class PreconditionFailed extends RuntimeException {
  public PreconditionFailed(String message) {
    super(message);
  }
}
