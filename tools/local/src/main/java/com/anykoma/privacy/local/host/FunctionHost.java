package com.anykoma.privacy.local.host;

import com.anykoma.privacy.emulators.PortTaken;
import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.Wiring;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.pathmap.ServletPathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A web server on the loopback interface with the Functions Framework's own handlers, one path per
 * function, such as {@code /StripeWebhook}. The framework's own server would listen on all
 * interfaces.
 */
public final class FunctionHost implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final int MAX_THREADS = 64;

  /** The limit for all headers: two of them contain a document's path, which may be long. */
  private static final int HEADER_BYTES = 64 * 1024;

  private final Server server;
  private final Readiness readiness;
  private final URI base;

  private FunctionHost(Server server, Readiness readiness, URI base) {
    this.server = server;
    this.readiness = readiness;
    this.base = base;
  }

  /**
   * Starts to listen. Answers 503 to every request until {@link #serve} and {@link #open} are
   * called.
   *
   * @param port 0 for any free port
   * @throws PortTaken when another process listens on the port
   */
  public static FunctionHost listen(int port) {
    return listen(port, Optional.empty());
  }

  /** Starts to listen, with a log of all requests. */
  static FunctionHost listen(int port, Optional<ServedLog> log) {
    QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
    threads.setName("functions");
    threads.setDaemon(true);
    Server server = new Server(threads);
    Readiness readiness = new Readiness();
    try {
      URI base = bind(server, port);
      server.setErrorHandler(FunctionHost::withoutBody);
      server.setHandler(new SameOriginOnly(base, readiness));
      log.ifPresent(server::setRequestLog);
      server.start();
      return new FunctionHost(server, readiness, base);
    } catch (Exception e) {
      stop(server, e);
      throw failure(e);
    }
  }

  /** Starts a server that answers at once, with handlers by their first path segment. */
  public static FunctionHost start(int port, Function<URI, Map<String, Handler>> routes) {
    FunctionHost host = listen(port);
    try {
      host.serve(routes.apply(host.base()));
      host.open();
      return host;
    } catch (RuntimeException e) {
      stop(host.server, e);
      throw e;
    }
  }

  /** Sets the handlers by first path segment, once; requests reach them after {@link #open}. */
  public void serve(Map<String, Handler> routes) {
    try {
      readiness.serve(paths(routes));
    } catch (Exception e) {
      throw failure(e);
    }
  }

  /** Lets requests through to the handlers, once the events that they cause are delivered. */
  public void open() {
    readiness.open();
  }

  private static RuntimeException failure(Exception e) {
    return e instanceof RuntimeException refused
        ? refused
        : new IllegalStateException("the functions' server did not start", e);
  }

  private static URI bind(Server server, int port) throws IOException {
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEADER_BYTES);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(LOOPBACK);
    connector.setPort(port);
    connector.setReuseAddress(true);
    server.addConnector(connector);
    try {
      connector.open();
    } catch (IOException e) {
      throw new PortTaken(port, e);
    }
    return URI.create("http://" + LOOPBACK + ":" + connector.getLocalPort());
  }

  /** Answers errors with an empty body, as the framework's server does. */
  private static boolean withoutBody(Request request, Response response, Callback callback) {
    callback.succeeded();
    return true;
  }

  private static Handler paths(Map<String, Handler> routes) {
    PathMappingsHandler paths = new PathMappingsHandler();
    routes.forEach(
        (name, handler) ->
            paths.addMapping(
                new ServletPathSpec(name.isEmpty() ? "" : "/" + name + "/*"), handler));
    return paths;
  }

  /** Creates the handlers of all deployed functions on one wiring. */
  public static Map<String, Handler> functions(Wiring wiring) {
    return functions(function -> wiring);
  }

  /** Creates the handlers of all deployed functions, each on its own wiring. */
  public static Map<String, Handler> functions(Function<DeployedFunction, Wiring> wirings) {
    Map<String, Handler> handlers = new LinkedHashMap<>();
    for (DeployedFunction each : DeployedFunction.values()) {
      handlers.put(each.functionName(), handler(each, wirings.apply(each)));
    }
    return handlers;
  }

  /** Creates the framework's handler of one function. */
  public static Handler handler(DeployedFunction function, Wiring wiring) {
    return HostedFunction.handler(function.create(wiring));
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI base() {
    return base;
  }

  /** The URL of a function. */
  public URI uriOf(String functionName) {
    return base.resolve("/" + functionName);
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the functions' server did not stop", e);
    }
  }

  private static void stop(Server server, Exception why) {
    try {
      server.stop();
    } catch (Exception e) {
      why.addSuppressed(e);
    }
  }
}
