package com.anykoma.privacy.emulators;

import com.google.common.base.Joiner;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An HTTP server in this process, on the loopback interface only. */
public final class LoopbackServer implements AutoCloseable {
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          new ThreadFactoryBuilder().setNameFormat("loopback-server").setDaemon(true).build());

  /** Starts the server on a port, 0 for any free one. */
  public LoopbackServer(int port, HttpHandler handler) {
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true"); // the server's class reads it when it is loaded
    }
    try {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("a server on the loopback interface did not start", e);
    }
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
  }

  /** The address, {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The decoded segments of a path. Unlike in a query, a plus sign stands for itself. */
  static List<String> segments(URI uri) {
    return Stream.of(uri.getRawPath().substring(1).split("/", -1))
        .map(each -> decoded(each.replace("+", "%2B")))
        .toList();
  }

  /** The decoded parameters of a query and of forms; null has none. */
  static Map<String, String> parameters(@Nullable String... forms) {
    Map<String, String> parameters = new TreeMap<>();
    for (String each : Joiner.on('&').skipNulls().join(forms).split("&", -1)) {
      int equals = each.indexOf('=');
      String name = equals < 0 ? each : each.substring(0, equals);
      if (!name.isEmpty()) {
        parameters.put(decoded(name), equals < 0 ? "" : decoded(each.substring(equals + 1)));
      }
    }
    return parameters;
  }

  /** Answers a request with JSON; without a body when the text is empty. */
  static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
