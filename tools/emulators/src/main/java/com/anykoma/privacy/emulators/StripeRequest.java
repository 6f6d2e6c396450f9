package com.anykoma.privacy.emulators;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

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
    Map<String, String> parameters = new TreeMap<>();
    byte[] form = exchange.getRequestBody().readAllBytes();
    LoopbackServer.addParameters(Objects.toString(uri.getRawQuery(), ""), parameters);
    LoopbackServer.addParameters(new String(form, StandardCharsets.UTF_8), parameters);
    return new StripeRequest(
        exchange.getRequestMethod(),
        LoopbackServer.segments(uri).stream().skip(1).toList(),
        parameters,
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
