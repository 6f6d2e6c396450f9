package com.anykoma.privacy.local.host;

import java.net.URI;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Rejects requests with another host name than this machine's (DNS rebinding) and cross-site writes
 * from browsers (CSRF), because a browser lets any site post a form. Clients that are not browsers
 * send neither header, and pass.
 */
final class SameOriginOnly extends Handler.Wrapper {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost");
  private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

  private final Set<String> origins;

  /** Admits requests from pages of the server at this base URL. */
  SameOriginOnly(URI base, Handler next) {
    super(next);
    this.origins = Set.of(base.toString(), base.toString().replace(base.getHost(), "localhost"));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!OWN_NAMES.contains(Request.getServerName(request))) {
      response.setStatus(HttpStatus.MISDIRECTED_REQUEST_421);
      callback.succeeded();
      return true;
    }
    if (READING.contains(request.getMethod()) || isOwn(request)) {
      return super.handle(request, response, callback);
    }
    response.setStatus(HttpStatus.FORBIDDEN_403);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    Content.Sink.write(
        response, true, "requests from pages of other sites are rejected\n", callback);
    return true;
  }

  private boolean isOwn(Request request) {
    String origin = request.getHeaders().get("Origin");
    String site = request.getHeaders().get("Sec-Fetch-Site");
    return (origin == null || origins.contains(origin))
        && (site == null || OWN_SITES.contains(site));
  }
}
