package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.emulators.LoopbackServer;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/** An HTTP server on the loopback interface for the emulators' notifications. */
record EmulatorReceiver(LoopbackServer server) implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(EmulatorReceiver.class.getName());
  private static final int OK = 200;

  /** An emulator's HTTP request, with its headers by case-insensitive name. */
  record Notification(String path, Map<String, String> headers, String body) {}

  /** Listens on a free port; calls the quick listener before it answers. */
  static EmulatorReceiver listen(Consumer<Notification> listener) {
    return new EmulatorReceiver(new LoopbackServer(0, exchange -> receive(exchange, listener)));
  }

  private static void receive(HttpExchange exchange, Consumer<Notification> listener)
      throws IOException {
    try (exchange) {
      Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
      listener.accept(
          new Notification(
              exchange.getRequestURI().getPath(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      exchange.sendResponseHeaders(OK, -1);
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, "an emulator's event could not be parsed and is lost", e);
      throw e;
    }
  }

  URI uri() {
    return server.uri();
  }

  @Override
  public void close() {
    server.close();
  }
}
