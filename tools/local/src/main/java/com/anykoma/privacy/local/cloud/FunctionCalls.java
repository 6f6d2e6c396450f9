package com.anykoma.privacy.local.cloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Calls the hosted functions over HTTP, as Google's event delivery and Stripe would. */
public final class FunctionCalls {
  /** The header that says how often an event was delivered, this time included. */
  public static final String ATTEMPT = "Delivery-Attempt";

  /** A function that takes longer is called again, as on the platform. */
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final int ERRORS_FROM = 300;

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Calls the functions that are hosted at this address. */
  public FunctionCalls(URI base) {
    this.base = base;
  }

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
      return Optional.of(client.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
