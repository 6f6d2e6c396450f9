package com.anykoma.privacy.platform;

/** Another writer changed the object first. The caller reads again and decides again. */
public final class PreconditionFailed extends RuntimeException {
  public PreconditionFailed(String message) {
    super(message);
  }
}
