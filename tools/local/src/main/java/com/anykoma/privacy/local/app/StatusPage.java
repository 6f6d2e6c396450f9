package com.anykoma.privacy.local.app;

import com.anykoma.privacy.Sha256;
import com.anykoma.privacy.local.console.Templates;
import com.anykoma.privacy.local.host.ClockMover;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The page at {@code /} of a served cloud: its status, and a form that moves its clock. */
final class StatusPage extends Handler.Abstract {
  private static final String CSS = css();
  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(Sha256.hex(CSS)))
          + "'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy", POLICY,
          "Content-Type", "text/html; charset=utf-8",
          "Cache-Control", "no-store",
          "Referrer-Policy", "same-origin",
          "X-Content-Type-Options", "nosniff");

  /** The clock moves of the form, by the value of their button. */
  static final Map<String, Duration> MOVES =
      Map.of("hour", Duration.ofHours(1), "day", Duration.ofDays(1), "month", Duration.ofDays(30));

  private static final int MAX_BYTES = 100;

  private final ClockMover mover;
  private final Function<Optional<String>, String> page;

  /** Shows the page of the function, with an optional notice. */
  StatusPage(ClockMover mover, Function<Optional<String>, String> page) {
    this.mover = mover;
    this.page = page;
  }

  static String css() {
    return Templates.resource("/serve/status.css");
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    HEADERS.forEach(response.getHeaders()::put);
    switch (request.getMethod()) {
      case "GET", "HEAD" -> show(response, callback, HttpStatus.OK_200, Optional.empty());
      case "POST" -> move(request, response, callback);
      default -> {
        response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD, POST");
        response.setStatus(HttpStatus.METHOD_NOT_ALLOWED_405);
        callback.succeeded();
      }
    }
    return true;
  }

  private void move(Request request, Response response, Callback callback) throws IOException {
    String form;
    try (InputStream in = Content.Source.asInputStream(request)) {
      form = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    }
    Duration by = MOVES.get(form.replaceFirst("^forward=", ""));
    if (by == null) {
      show(
          response,
          callback,
          HttpStatus.BAD_REQUEST_400,
          Optional.of("The clock was not moved: unknown value of \"forward\"."));
      return;
    }
    try {
      mover.forward(by);
      response.setStatus(HttpStatus.SEE_OTHER_303);
      response.getHeaders().put(HttpHeader.LOCATION, "/");
      callback.succeeded();
    } catch (ClockMover.Stopped e) {
      Optional<String> why = Optional.ofNullable(e.getMessage());
      show(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, why);
    }
  }

  private void show(Response response, Callback callback, int status, Optional<String> notice) {
    response.setStatus(status);
    Content.Sink.write(response, true, page.apply(notice), callback);
  }
}
