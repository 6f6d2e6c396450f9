package com.anykoma.privacy.functions.http;

import java.time.Duration;
import java.util.Map;

/** A request that is answered with a 4xx. The message is sent; it quotes no part of the request. */
public final class ClientError extends RuntimeException {
  private static final String CHALLENGE = "WWW-Authenticate";

  private final int status;
  private final Map<String, String> headers;

  ClientError(int status, String message) {
    this(status, status == 401 ? Map.of(CHALLENGE, "Bearer") : Map.of(), message);
  }

  private ClientError(int status, Map<String, String> headers, String message) {
    // logs name the check that refused; not for a 429, which is frequent under attack
    super(message, null, false, status != 429);
    this.status = status;
    this.headers = Map.copyOf(headers);
  }

  /** 404, without a reason, so that it does not reveal what exists. */
  static ClientError notFound() {
    return new ClientError(404, "not found");
  }

  /**
   * A 401 for a sign-in that is too old for the requested action.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc9470">RFC 9470: step-up authentication</a>
   */
  static ClientError signInAgain(long maxAgeSeconds) {
    return new ClientError(
        401,
        Map.of(
            CHALLENGE,
            "Bearer error=\"insufficient_user_authentication\", max_age=" + maxAgeSeconds),
        "sign in again, then repeat the request within " + maxAgeSeconds + " seconds");
  }

  /** A 429 for too many requests, with the time to wait, rounded up to whole seconds. */
  static ClientError tooManyRequests(Duration wait) {
    long seconds = Math.max(1, wait.plusSeconds(1).minusNanos(1).toSeconds());
    return new ClientError(
        429,
        Map.of("Retry-After", Long.toString(seconds)),
        "too many requests: repeat this one after " + seconds + " seconds");
  }

  int status() {
    return status;
  }

  /** The headers of the response. */
  Map<String, String> headers() {
    return headers;
  }
}
