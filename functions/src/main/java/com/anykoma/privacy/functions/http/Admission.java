package com.anykoma.privacy.functions.http;

import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/**
 * Decides whether a request may reach a function's handler.
 *
 * @param <C> what the handler learns of its caller
 */
public interface Admission<C> {
  /**
   * Lets a request through, and sets the headers that every answer to it has.
   *
   * @throws ClientError when the request is not let through
   */
  C admit(HttpRequest request, HttpResponse response) throws IOException;

  /** Takes note of a refusal, before it is answered. */
  default void refused(ClientError refusal) {}

  /**
   * Whether callers send a request again that the platform answers with 500. Permanent failures are
   * then left to the platform too, instead of being answered with 422.
   */
  default boolean isRetried() {
    return false;
  }
}
