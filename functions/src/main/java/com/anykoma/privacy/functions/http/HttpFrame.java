package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.PermanentFailure;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.logging.Logger;

/**
 * The frame of every HTTP function: an {@link Admission} checks the request, then the handler
 * answers it. A {@link ClientError} becomes its status and a permanent failure 422; whatever else
 * is thrown becomes the platform's 500. A function extends it by constructors alone, because the
 * platform constructs functions by the names of their classes.
 *
 * @param <C> what the handler learns of its caller
 */
public class HttpFrame<C> implements HttpFunction {
  private static final Logger LOG = Logger.getLogger(HttpFrame.class.getName());
  private static final int NOT_SIGNED_IN = 401;
  private static final int PERMANENT = 422;

  private final Admission<C> admission;
  private final Handler<C> handler;

  /** Answers the requests that were let through. */
  public interface Handler<C> {
    /**
     * Answers one request.
     *
     * @throws ClientError when it is answered with a 4xx
     */
    void answer(C caller, HttpRequest request, HttpResponse response) throws IOException;
  }

  protected HttpFrame(Admission<C> admission, Handler<C> handler) {
    this.admission = admission;
    this.handler = handler;
  }

  @Override
  public final void service(HttpRequest request, HttpResponse response) throws IOException {
    try {
      handler.answer(admission.admit(request, response), request, response);
    } catch (ClientError e) {
      admission.refused(e);
      if (e.status() == NOT_SIGNED_IN) {
        response.appendHeader("WWW-Authenticate", e.challenge());
      }
      Answers.write(response, e.status(), "error", String.valueOf(e.getMessage()));
    } catch (PermanentFailure e) {
      if (admission.isRetried()) {
        throw e;
      }
      LOG.severe(getClass().getSimpleName() + " cannot answer reason=" + e.getMessage());
      Answers.write(response, PERMANENT, "error", String.valueOf(e.getMessage()));
    }
  }

  /** The body of a request; empty when it is longer than {@code maxBytes}. */
  static Optional<byte[]> body(HttpRequest request, int maxBytes) throws IOException {
    byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
    return Optional.of(body).filter(it -> it.length <= maxBytes);
  }
}
