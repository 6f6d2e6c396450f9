package com.anykoma.privacy.functions.http;

/** A request that is answered with a 4xx. The message is sent; it quotes no part of the request. */
public final class ClientError extends RuntimeException {
  private static final int UNAUTHORIZED = 401;

  private final int status;
  private final String challenge;

  ClientError(int status, String message) {
    this(status, "Bearer", message);
  }

  private ClientError(int status, String challenge, String message) {
    super(message, null, false, false); // no stack trace: frequent under attack
    this.status = status;
    this.challenge = challenge;
  }

  /**
   * A 401 for a sign-in that is too old for the requested action.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9470">RFC 9470: step-up authentication</a>
   */
  static ClientError signInAgain(long maxAgeSeconds) {
    return new ClientError(
        UNAUTHORIZED,
        "Bearer error=\"insufficient_user_authentication\", max_age=" + maxAgeSeconds,
        "sign in again, then repeat the request within " + maxAgeSeconds + " seconds");
  }

  int status() {
    return status;
  }

  /** The value of the {@code WWW-Authenticate} header of a 401. */
  String challenge() {
    return challenge;
  }
}
