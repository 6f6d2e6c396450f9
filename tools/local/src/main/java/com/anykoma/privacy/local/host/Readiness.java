package com.anykoma.privacy.local.host;

import com.anykoma.privacy.local.console.Console;
import java.util.List;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers 503 with {@code Retry-After} to every request until the server is ready, so that no
 * request causes an event before the bridge can deliver it. {@code /healthz} answers 503 or 200 and
 * lists the parts that are not ready: {@code {"ready":false,"notReady":["event bridge"]}}.
 */
final class Readiness extends Handler.Wrapper {
  private static final String SECONDS_TO_RETRY = "1";
  private static final String EVENT_BRIDGE = "event bridge";

  private volatile List<String> notReady = List.of("cloud", "functions", EVENT_BRIDGE);

  Readiness() {
    super(true, null);
  }

  /** Starts the handler for requests; {@link #open} lets them through. */
  void serve(Handler next) throws Exception {
    setHandler(next);
    manage(next); // the server stops it
    next.start();
    notReady = List.of(EVENT_BRIDGE);
  }

  /** Lets all requests through. */
  void open() {
    notReady = List.of();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    List<String> missing = notReady;
    boolean asksForHealth = Request.getPathInContext(request).equals("/healthz");
    if (missing.isEmpty() && !asksForHealth) {
      return super.handle(request, response, callback);
    }
    if (!missing.isEmpty()) {
      response.setStatus(HttpStatus.SERVICE_UNAVAILABLE_503);
      response.getHeaders().put(HttpHeader.RETRY_AFTER, SECONDS_TO_RETRY);
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    Content.Sink.write(
        response, true, Console.json(new Health(missing.isEmpty(), missing)) + "\n", callback);
    return true;
  }

  record Health(boolean ready, List<String> notReady) {}
}
