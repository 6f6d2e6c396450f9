package com.anykoma.privacy.emulators;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A request as Stripe understands it.
 *
 * @param path the decoded segments after {@code /v1}
 * @param parameters of the query and of the form
 */
record StripeRequest(
    String method, List<String> path, Map<String, String> parameters, Headers headers) {
  static StripeRequest of(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    Map<String, String> parameters = new TreeMap<>();
    read(Optional.ofNullable(uri.getRawQuery()).orElse(""), parameters);
    read(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8), parameters);
    return new StripeRequest(
        exchange.getRequestMethod(),
        Arrays.stream(uri.getRawPath().split("/", -1)).skip(2).map(StripeRequest::segment).toList(),
        parameters,
        exchange.getRequestHeaders());
  }

  private static void read(String form, Map<String, String> parameters) {
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
  }

  /** In a path, unlike in a query, a plus is a plus. */
  private static String segment(String text) {
    return decoded(text.replace("+", "%2B"));
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  boolean isPost() {
    return method.equals("POST");
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  /** A header's value, or values: a repeated one must not pass for the single one it should be. */
  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(values -> String.join(", ", values));
  }

  Optional<String> idempotencyKey() {
    return header("Idempotency-Key");
  }

  void requireKey() {
    String given = header("Authorization").orElse("");
    if (!given.matches("Bearer [sr]k_test_\\w+")) {
      throw StripeRefusal.unauthorized(given.replace("Bearer ", ""));
    }
  }
}
