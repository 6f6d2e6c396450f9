package com.anykoma.privacy.local.cloud;

import com.anykoma.privacy.functions.DeployedFunction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An HTTP client of the hosted functions, which calls them as Google and Stripe do. */
public record FunctionCalls(URI base) {
  /** The header with the number of the delivery attempt, from 1. */
  public static final String ATTEMPT = "Delivery-Attempt";

  /** A call that takes longer has failed and is retried, as on the platform. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int ERRORS_FROM = 300;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Delivers a message, in attempts from 1; whether the function answered with 2xx. */
  boolean deliver(String function, CloudMessage message, int attempt) {
    Map<String, String> headers = new HashMap<>(message.headers());
    headers.put(ATTEMPT, Integer.toString(attempt));
    return post(function, headers, message.body().toArray())
        .filter(answer -> answer.statusCode() < ERRORS_FROM)
        .isPresent();
  }

  /** Posts to a function. Empty when it did not answer. */
  public Optional<HttpResponse<String>> post(
      String function, Map<String, String> headers, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve("/" + function))
            .timeout(TIMEOUT)
            .POST(BodyPublishers.ofByteArray(body));
    headers.forEach(request::header);
    try {
      return Optional.of(send(request, BodyHandlers.ofString()));
    } catch (UncheckedIOException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Calls the function Content, with an ID token if given. */
  public HttpResponse<byte[]> content(
      Optional<String> idToken, String path, Optional<String> range) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            base.resolve("/" + DeployedFunction.CONTENT.functionName() + "/" + path));
    idToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    range.ifPresent(bytes -> request.header("Range", bytes));
    return send(request.timeout(TIMEOUT), BodyHandlers.ofByteArray());
  }

  /**
   * A request of a JSON body, or of none, at a path that begins with the function's name.
   *
   * @param idToken of the caller; empty for a caller who is not signed in
   */
  public HttpRequest.Builder request(
      Optional<String> idToken, String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(base.resolve(path))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    idToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    return request;
  }

  /** Sends a request to a function that is to answer. */
  public static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
    try {
      return CLIENT.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException("the function did not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
