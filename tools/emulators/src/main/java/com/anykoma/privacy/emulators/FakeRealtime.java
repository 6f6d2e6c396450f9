package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.NodePath;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A fake of the Realtime Database in memory: the part of its REST API that this system uses, as its
 * emulator serves it on the loopback interface, with the database's name in the parameter {@code
 * ns} and the token {@code owner}. Like the database, it refuses {@code shallow} together with
 * other parameters of a query.
 */
public final class FakeRealtime implements AutoCloseable {
  private static final Set<String> WITH_SHALLOW = Set.of("shallow", "ns", "print");
  private static final String SUFFIX = ".json";

  private final Map<String, JsonElement> databases = new HashMap<>();
  private final LoopbackServer server;

  private FakeRealtime(UnaryOperator<HttpHandler> around) {
    server = new LoopbackServer(0, around.apply(this::handle));
  }

  /** Starts on a free port, without data; {@code around} wraps the handling of each request. */
  public static FakeRealtime start(UnaryOperator<HttpHandler> around) {
    return new FakeRealtime(around);
  }

  /** The address, {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return server.uri();
  }

  /** Sets the value of a node in a database, as an app does. */
  public synchronized void set(String database, NodePath path, JsonElement value) {
    databases.put(database, with(root(database), path.keys(), value));
  }

  private JsonElement root(String database) {
    return databases.getOrDefault(database, JsonNull.INSTANCE);
  }

  /** Returns a copy of the node with another value at the path; a node without values is null. */
  private static JsonElement with(JsonElement node, List<String> keys, JsonElement value) {
    if (keys.isEmpty()) {
      return value;
    }
    JsonObject copy = node.isJsonObject() ? node.getAsJsonObject().deepCopy() : new JsonObject();
    JsonElement old = copy.has(keys.get(0)) ? copy.get(keys.get(0)) : JsonNull.INSTANCE;
    JsonElement child = with(old, keys.subList(1, keys.size()), value);
    copy.remove(keys.get(0));
    if (!child.isJsonNull()) {
      copy.add(keys.get(0), child);
    }
    return copy.isEmpty() ? JsonNull.INSTANCE : copy;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> parameters =
          LoopbackServer.parameters(exchange.getRequestURI().getRawQuery());
      Optional<NodePath> path = path(exchange.getRequestURI());
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      boolean mixed =
          parameters.containsKey("shallow") && !WITH_SHALLOW.containsAll(parameters.keySet());
      if (!"Bearer owner".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        LoopbackServer.answer(exchange, 401, error("Unauthorized request."));
      } else if (path.isEmpty() || mixed || !parameters.containsKey("ns")) {
        LoopbackServer.answer(exchange, 400, error("Invalid path, query or name of a database"));
      } else {
        JsonElement found = answerOf(exchange.getRequestMethod(), parameters, path.get(), body);
        boolean isSilent = "silent".equals(parameters.get("print"));
        LoopbackServer.answer(exchange, isSilent ? 204 : 200, isSilent ? "" : found.toString());
      }
    }
  }

  private synchronized JsonElement answerOf(
      String method, Map<String, String> parameters, NodePath path, String body) {
    String database = parameters.getOrDefault("ns", "");
    return switch (method) {
      case "GET" -> {
        JsonElement found = at(root(database), path.keys());
        yield parameters.containsKey("shallow") ? shallow(found) : found;
      }
      case "PUT" -> {
        JsonElement value = JsonParser.parseString(body);
        set(database, path, value);
        yield value;
      }
      case "DELETE" -> {
        set(database, path, JsonNull.INSTANCE);
        yield JsonNull.INSTANCE;
      }
      default -> throw new IllegalArgumentException("the fake does not know " + method);
    };
  }

  private static JsonElement at(JsonElement root, List<String> keys) {
    JsonElement node = root;
    for (String key : keys) {
      boolean exists = node.isJsonObject() && node.getAsJsonObject().has(key);
      node = exists ? node.getAsJsonObject().get(key) : JsonNull.INSTANCE;
    }
    return node;
  }

  private static JsonElement shallow(JsonElement node) {
    if (!node.isJsonObject()) {
      return node;
    }
    JsonObject keys = new JsonObject();
    node.getAsJsonObject().keySet().forEach(each -> keys.add(each, new JsonPrimitive(true)));
    return keys;
  }

  /** The path of a request; empty if it does not end in {@code .json} or has a forbidden key. */
  private static Optional<NodePath> path(URI uri) {
    if (!uri.getRawPath().endsWith(SUFFIX)) {
      return Optional.empty();
    }
    List<String> keys = new ArrayList<>(LoopbackServer.segments(uri));
    int last = keys.size() - 1;
    keys.set(last, keys.get(last).substring(0, keys.get(last).length() - SUFFIX.length()));
    if (keys.equals(List.of(""))) {
      return Optional.of(NodePath.ROOT);
    }
    return keys.stream().allMatch(NodePath::isKey)
        ? Optional.of(new NodePath(keys))
        : Optional.empty();
  }

  private static String error(String message) {
    return JsonTemplate.fill("{\"error\": %s}", message).toString();
  }

  @Override
  public void close() {
    server.close();
  }
}
