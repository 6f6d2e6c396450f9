package com.anykoma.privacy.functions.http;

/** A request that is answered with a 4xx: the message says what is wrong, and quotes nothing. */
public final class ClientError extends RuntimeException {
  private static final int NOT_SIGNED_IN = 401;

  private final int status;
  private final String challenge;

  ClientError(int status, String message) {
    this(status, "Bearer", message);
  }

  private ClientError(int status, String challenge, String message) {
    super(message, null, false, false); // expected and frequent under attack: no stack
    this.status = status;
    this.challenge = challenge;
  }

  /**
   * The sign-in is too long ago for what is asked.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9470">RFC 9470: step-up authentication</a>
   */
  static ClientError signInAgain(long maxAgeSeconds) {
    return new ClientError(
        NOT_SIGNED_IN,
        "Bearer error=\"insufficient_user_authentication\", max_age=" + maxAgeSeconds,
        "sign in again, then ask within " + maxAgeSeconds + " seconds");
  }

  int status() {
    return status;
  }

  /** What the WWW-Authenticate header of a 401 says. */
  String challenge() {
    return challenge;
  }
}
