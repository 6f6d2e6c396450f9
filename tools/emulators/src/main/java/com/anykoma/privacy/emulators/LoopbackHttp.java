package com.anykoma.privacy.emulators;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** An HTTP client for the emulators' control interfaces. */
final class LoopbackHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int ERRORS_FROM = 300;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();

  private LoopbackHttp() {}

  /** Whether a server answers at the address with any status. */
  static boolean isUp(URI uri) {
    try {
      return send(HttpRequest.newBuilder(uri)).statusCode() > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Gets a resource and returns the answer's body. */
  static String get(URI uri) {
    return body(HttpRequest.newBuilder(uri));
  }

  /** Posts JSON with the emulator's owner token, and returns the answer's body. */
  static String post(URI uri, String json) {
    return send("POST", uri, json);
  }

  /** Puts JSON with the emulator's owner token, and returns the answer's body. */
  static String put(URI uri, String json) {
    return send("PUT", uri, json);
  }

  /** Posts JSON without authorization, and returns the answer's body. */
  static String postUnauthenticated(URI uri, String json) {
    return body(request("POST", uri, json));
  }

  private static String send(String method, URI uri, String json) {
    return body(request(method, uri, json).header("Authorization", "Bearer owner"));
  }

  private static HttpRequest.Builder request(String method, URI uri, String json) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(json));
  }

  private static String body(HttpRequest.Builder request) {
    try {
      HttpResponse<String> answer = send(request);
      if (answer.statusCode() >= ERRORS_FROM) {
        throw new IllegalStateException(
            "an emulator answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException("an emulator did not answer", e);
    }
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
    try {
      return CLIENT.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
