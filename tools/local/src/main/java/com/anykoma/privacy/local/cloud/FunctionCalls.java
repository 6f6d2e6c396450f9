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

/** Calls the hosted functions over HTTP, as Google's event delivery and Stripe would. */
public record FunctionCalls(URI base) {
  /** The header that says how often an event was delivered, this time included. */
  public static final String ATTEMPT = "Delivery-Attempt";

  /** A function that takes longer is called again, as on the platform. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int ERRORS_FROM = 300;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Whether the function took the message: it answered, and with 2xx.
   *
   * @param attempt counts from 1
   */
  boolean deliver(String function, CloudMessage message, int attempt) {
    Map<String, String> headers = new HashMap<>(message.headers());
    headers.put(ATTEMPT, Integer.toString(attempt));
    return post(function, headers, message.body().toArray())
        .filter(answer -> answer.statusCode() < ERRORS_FROM)
        .isPresent();
  }

  /** The function's answer; empty when none came. */
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

  /** What the function Content answers a person who holds this token, if there is one. */
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
   * Sends a request to a function.
   *
   * @throws UncheckedIOException when no answer came
   */
  public static <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
    try {
      return CLIENT.send(request.build(), body);
    } catch (IOException e) {
      throw new UncheckedIOException("no answer came from the URL", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
