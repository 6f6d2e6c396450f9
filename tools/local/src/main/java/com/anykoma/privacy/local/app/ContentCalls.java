package com.anykoma.privacy.local.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Asks the Content function for what a person made, as the app does. */
public final class ContentCalls {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final URI function;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  /** Calls the function Content at this address. */
  public ContentCalls(URI function) {
    this.function = function;
  }

  /**
   * The function's answer.
   *
   * @param path {@code blobs/images/i1} or {@code documents/prompts/p1}
   * @param range of bytes, as the header says it
   */
  public HttpResponse<byte[]> get(Optional<String> idToken, String path, Optional<String> range) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(function + "/" + path)).timeout(TIMEOUT);
    idToken.ifPresent(token -> request.header("Authorization", "Bearer " + token));
    range.ifPresent(bytes -> request.header("Range", bytes));
    try {
      return client.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException("the Content function gave no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
