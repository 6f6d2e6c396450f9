package com.anykoma.privacy.platform.google;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * A proxy on the loopback interface that connects to no host and remembers the hosts that it was
 * asked for. It answers for the metadata server with a token, so that clients have credentials.
 */
final class LoopbackProxy extends ProxySelector implements AutoCloseable {
  private static final String METADATA = "metadata.google.internal";
  private static final String TOKEN =
      "{\"access_token\":\"test\",\"expires_in\":3600,\"token_type\":\"Bearer\"}";

  private final ServerSocket server;
  private final Set<String> hosts = new ConcurrentSkipListSet<>();

  LoopbackProxy() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread serving = new Thread(this::serve, "loopback-proxy");
    serving.setDaemon(true);
    serving.start();
  }

  /** The hosts that reached this proxy: a client sent their names, and nothing else. */
  Set<String> hosts() {
    return Set.copyOf(hosts);
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        client.setSoTimeout(5_000);
        String head = head(client.getInputStream());
        client.getOutputStream().write(answer(head).getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // the client went away, or the proxy was closed
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (int next = in.read(); next >= 0 && head.indexOf("\r\n\r\n") < 0; next = in.read()) {
      head.append((char) next);
      if (head.indexOf("\r\n\r\n") >= 0) {
        break;
      }
    }
    return head.toString();
  }

  private String answer(String head) {
    String[] request = head.split(" ", -1);
    if (request.length < 2) {
      return "";
    }
    String host =
        request[0].equals("CONNECT")
            ? request[1].split(":", -1)[0]
            : String.valueOf(URI.create(request[1]).getHost());
    hosts.add(host);
    if (!host.equals(METADATA)) {
      return "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
    }
    String body = request[1].contains("/token") ? TOKEN : "";
    return "HTTP/1.1 %s\r\nMetadata-Flavor: Google\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
        .formatted(
            request[1].contains("universe") ? "404 Not Found" : "200 OK", body.length(), body);
  }

  @Override
  public List<Proxy> select(URI target) {
    return "socket".equals(target.getScheme())
        ? List.of(Proxy.NO_PROXY) // the connection to this proxy
        : List.of(
            new Proxy(
                Proxy.Type.HTTP,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort())));
  }

  @Override
  public void connectFailed(URI target, SocketAddress proxy, IOException failure) {}

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
