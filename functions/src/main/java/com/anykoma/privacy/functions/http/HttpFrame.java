package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.log.Trace;
import com.anykoma.privacy.subject.ErasedSubject;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.net.URI;

/**
 * The base of all HTTP functions: an {@link Admission} authenticates the request, then the handler
 * answers it. Every response has the {@link SecurityHeaders}. A {@link ClientError} becomes its 4xx
 * status, a write about an erased subject 409 and a permanent failure 422; the platform answers 500
 * to any other exception. Functions are subclasses with only constructors, because the platform
 * instantiates functions by class name.
 *
 * @param <C> the authenticated caller, or the authenticated body
 */
public class HttpFrame<C> implements HttpFunction {
  private static final Log LOG = Log.of(HttpFrame.class);

  private final Admission<C> admission;
  private final Handler<C> handler;

  /** Answers authenticated requests. */
  public interface Handler<C> {
    /** Answers one request; a {@link ClientError} is answered with its 4xx. */
    void answer(C caller, HttpRequest request, HttpResponse response) throws IOException;
  }

  protected HttpFrame(Admission<C> admission, Handler<C> handler) {
    this.admission = admission;
    this.handler = handler;
  }

  @Override
  public final void service(HttpRequest request, HttpResponse response) throws IOException {
    admission.headers().forEach(response::appendHeader);
    Trace.begin(
        request
            .getFirstHeader("traceparent")
            .or(() -> request.getFirstHeader("X-Cloud-Trace-Context")));
    try {
      if (!admission.answerPreflight(request, response)) {
        C caller = admission.admit(request, response);
        admission.onAdmitted(caller, request, function());
        handler.answer(caller, request, response);
      }
    } catch (ClientError e) {
      admission.onClientError(e);
      e.headers().forEach(response::appendHeader);
      if (!response.getHeaders().containsKey(SecurityHeaders.CACHE)) {
        response.appendHeader(SecurityHeaders.CACHE, SecurityHeaders.NO_STORE);
      }
      Answers.write(response, e.status(), "error", String.valueOf(e.getMessage()));
    } catch (PermanentFailure e) {
      if (admission.isRetried()) {
        throw e;
      }
      int status = e instanceof ErasedSubject ? 409 : 422;
      LOG.failed(
          e,
          "request failed permanently",
          LogField.FUNCTION.of(function()),
          LogField.STATUS.of(status),
          LogField.REASON.of(e));
      Answers.write(response, status, "error", String.valueOf(e.getMessage()));
    } finally {
      Trace.end();
    }
  }

  private String function() {
    return getClass().getSimpleName().replaceFirst("Function$", "");
  }

  /**
   * The encoded path of a request without the function's name, which is an optional prefix, and
   * without a single slash; a URI that is not valid has the path {@code /?}.
   */
  static String path(HttpRequest request, String function) {
    try {
      String path = String.valueOf(URI.create(request.getUri()).getRawPath());
      return path.replaceFirst("^/" + function + "(?=/|$)", "").replaceFirst("^/$", "");
    } catch (IllegalArgumentException e) {
      return "/?"; // no valid path has a question mark
    }
  }

  /** Reads the body; answers 413 when it is longer than the maximum. */
  static byte[] body(HttpRequest request, int maxBytes) throws IOException {
    requireLength(request.getContentLength(), maxBytes);
    byte[] body = request.getInputStream().readNBytes(maxBytes + 1);
    requireLength(body.length, maxBytes);
    return body;
  }

  static void requireLength(long length, int maxBytes) {
    if (length > maxBytes) {
      throw new ClientError(413, "the body exceeds the maximum of " + maxBytes + " bytes");
    }
  }
}
