package com.anykoma.privacy.functions.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/**
 * Authenticates a request before it reaches a function's handler.
 *
 * @param <C> the authenticated caller, or the authenticated body
 */
public interface Admission<C> {
  /** Authenticates a request, or refuses it; sets the headers that all its responses have. */
  C admit(HttpRequest request, HttpResponse response) throws IOException;

  /** Called with each client error before its response is written, for logs. */
  default void onClientError(ClientError error) {}

  /** Whether callers retry after a 500, so that permanent failures are thrown too. */
  default boolean isRetried() {
    return false;
  }
}
