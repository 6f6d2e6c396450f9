package com.anykoma.privacy.emulators;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parsed request to Stripe's API.
 *
 * @param path the decoded segments after {@code /v1}
 * @param parameters of the query and of the form
 */
record StripeRequest(
    String method, List<String> path, Map<String, String> parameters, Headers headers) {
  static StripeRequest of(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    byte[] form = exchange.getRequestBody().readAllBytes();
    return new StripeRequest(
        exchange.getRequestMethod(),
        LoopbackServer.segments(uri).stream().skip(1).toList(),
        LoopbackServer.parameters(uri.getRawQuery(), new String(form, StandardCharsets.UTF_8)),
        exchange.getRequestHeaders());
  }

  boolean isPost() {
    return method.equals("POST");
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** A header's values, joined by commas, so that a repeated header does not look like one. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(", ", values));
  }

  Optional<String> idempotencyKey() {
    return header("Idempotency-Key");
  }

  void requireKey() {
    String given = header("Authorization").orElse("");
    if (!given.matches("Bearer [sr]k_test_\\w+")) {
      throw StripeError.unauthorized(given.replace("Bearer ", ""));
    }
  }
}
