package com.anykoma.privacy.emulators;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * A parsed request to {@link FakeStorage}, and its answer.
 *
 * @param path the decoded segments of the path
 */
record StorageRequest(HttpExchange exchange, List<String> path, Map<String, String> parameters) {
  /** The parameters that the fake supports, and those without effect here. */
  private static final Set<String> PARAMETERS =
      Set.of(
          "alt",
          "fields",
          "generation",
          "ifGenerationMatch",
          "maxResults",
          "name",
          "pageToken",
          "prefix",
          "prettyPrint",
          "projection",
          "upload_id",
          "uploadType",
          "versions");

  static StorageRequest of(HttpExchange exchange) {
    URI uri = exchange.getRequestURI();
    return new StorageRequest(
        exchange, LoopbackServer.segments(uri), LoopbackServer.parameters(uri.getRawQuery()));
  }

  /** Refuses parameters that the fake does not support. */
  void requireKnownParameters() {
    for (String each : parameters.keySet()) {
      if (!PARAMETERS.contains(each)) {
        throw StorageError.notSupported("the parameter " + each);
      }
    }
  }

  String method() {
    return exchange.getRequestMethod();
  }

  Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name));
  }

  OptionalLong number(String name) {
    Optional<String> text = parameter(name);
    try {
      return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(text.get()));
    } catch (NumberFormatException e) {
      throw StorageError.invalid("Invalid value for " + name);
    }
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
  }

  /** The body as it was before it was zipped for the way. */
  InputStream body() throws IOException {
    InputStream sent = exchange.getRequestBody();
    return header("Content-Encoding").filter("gzip"::equals).isPresent()
        ? new GZIPInputStream(sent)
        : sent;
  }

  JsonObject json() throws IOException {
    return json(body());
  }

  static JsonObject json(InputStream in) {
    try {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject();
    } catch (JsonParseException | IllegalStateException e) {
      throw StorageError.invalid("Parse Error");
    }
  }

  void answerHeader(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  void answer(int status, JsonObject json) throws IOException {
    LoopbackServer.answer(exchange, status, json.toString());
  }

  void answer(int status) throws IOException {
    answer(status, 0).close();
  }

  /** Sends the answer's headers; returns the stream for its body of {@code length} bytes. */
  OutputStream answer(int status, long length) throws IOException {
    exchange.sendResponseHeaders(status, length == 0 ? -1 : length);
    return exchange.getResponseBody();
  }
}
