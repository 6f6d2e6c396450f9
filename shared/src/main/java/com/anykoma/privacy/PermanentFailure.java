package com.anykoma.privacy;

/**
 * A failure that trying again cannot help. Everything else thrown is transient: for a privacy duty,
 * doing it twice beats not doing it. The message never carries personal data.
 */
public class PermanentFailure extends RuntimeException {
  public PermanentFailure(String message) {
    super(message);
  }

  public PermanentFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
