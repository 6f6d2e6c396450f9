package com.anykoma.privacy;

/**
 * A failure that a retry cannot resolve. Every other exception counts as transient and is retried:
 * a privacy duty may be done twice but must not be missed. The message contains no personal data.
 */
public class PermanentFailure extends RuntimeException {
  public PermanentFailure(String message) {
    super(message);
  }

  public PermanentFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
