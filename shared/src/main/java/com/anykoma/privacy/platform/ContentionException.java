package com.anykoma.privacy.platform;

/** Too many writers at one document: a transient failure, so trying later helps. */
public final class ContentionException extends RuntimeException {
  public ContentionException(int attempts) {
    super("a transaction lost its race " + attempts + " times; try again later");
  }
}
