package com.anykoma.privacy.functions.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Map;

/**
 * Authenticates a request before it reaches a function's handler.
 *
 * @param <C> the authenticated caller, or the authenticated body
 */
public interface Admission<C> {
  /**
   * Sets the CORS headers of a response and answers a preflight request. By default no web page of
   * another origin may call the function.
   *
   * @return whether the request was a preflight request, which needs no other answer
   */
  default boolean answerPreflight(HttpRequest request, HttpResponse response) {
    return false;
  }

  /** The security headers of every response. */
  default Map<String, String> headers() {
    return SecurityHeaders.ALL;
  }

  /** Authenticates a request, or refuses it. */
  C admit(HttpRequest request, HttpResponse response) throws IOException;

  /**
   * Called before an admitted request is handled, to limit or record it.
   *
   * @param function the name of the function
   */
  default void onAdmitted(C caller, HttpRequest request, String function) {}

  /** Called with each client error before its response is written, for logs. */
  default void onClientError(ClientError error) {}

  /** Whether callers retry after a 500, so that permanent failures are thrown too. */
  default boolean isRetried() {
    return false;
  }
}
