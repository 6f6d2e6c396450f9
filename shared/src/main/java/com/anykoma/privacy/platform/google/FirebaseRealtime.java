package com.anykoma.privacy.platform.google;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.NodePath;
import com.anykoma.privacy.platform.RealtimeDatabase;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.auth.oauth2.GoogleCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The Realtime Database over its REST API. Reads but {@link #json} are shallow: they return a
 * node's keys, or its value if it has no children, and {@code null} for an absent node. A failed
 * request is not retried; a later attempt of its order is. One request has 5 s to connect and 30 s
 * to answer.
 */
public final class FirebaseRealtime implements RealtimeDatabase {
  private static final List<String> SCOPES =
      List.of(
          "https://www.googleapis.com/auth/firebase.database",
          "https://www.googleapis.com/auth/userinfo.email");
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final String SYSTEM = "Realtime Database";
  private static final String SHALLOW = "shallow=true";
  private static final String WHOLE = "timeout=30s";
  private static final String ABSENT = "null";

  private final URI base;
  private final String namespace;
  private final Authorization authorization;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  private FirebaseRealtime(URI base, String namespace, Authorization authorization) {
    this.base = base;
    this.namespace = namespace;
    this.authorization = authorization;
  }

  /** Supplies the headers of a request; refreshes an expired access token. */
  private interface Authorization {
    Map<String, List<String>> headers(URI uri) throws IOException;
  }

  /** Opens the database at the URL in the settings, which must be set, or its emulator. */
  public static FirebaseRealtime open(GoogleSettings settings) {
    URI url =
        settings
            .realtime()
            .orElseThrow(() -> new PermanentFailure("the URL of the Realtime Database is not set"));
    String instance = url.getHost().split("\\.", -1)[0];
    return settings
        .endpoint(Service.REALTIME)
        .map(
            emulator ->
                new FirebaseRealtime(
                    emulator,
                    "&ns=" + instance,
                    uri -> Map.of("Authorization", List.of("Bearer owner"))))
        .orElseGet(() -> new FirebaseRealtime(url, "", credentials()::getRequestMetadata));
  }

  private static GoogleCredentials credentials() {
    try {
      return GoogleCredentials.getApplicationDefault().createScoped(SCOPES);
    } catch (IOException e) {
      throw new UncheckedIOException("no application default credentials were found", e);
    }
  }

  @Override
  public boolean exists(NodePath path) {
    return !read("read a node", path, SHALLOW).equals(ABSENT);
  }

  @Override
  public Set<String> keys(NodePath path) {
    String answer = read("list a node", path, SHALLOW);
    if (!answer.startsWith("{")) {
      return Set.of(); // absent, or a value without children
    }
    try {
      return Set.copyOf(
          StrictJson.object(answer.getBytes(StandardCharsets.UTF_8)).members().keySet());
    } catch (MalformedJson e) {
      throw new CloudFailure(SYSTEM, "list a node", "a response that is not JSON");
    }
  }

  @Override
  public String json(NodePath path) {
    return read("read a node", path, WHOLE);
  }

  @Override
  public void delete(NodePath path) {
    RealtimeDatabase.requireNode(path);
    send("delete a node", "DELETE", path, "print=silent");
  }

  private String read(String operation, NodePath path, String query) {
    String answer = send(operation, "GET", path, query).strip();
    if (answer.isEmpty()) {
      throw new CloudFailure(SYSTEM, operation, "an empty response");
    }
    return answer;
  }

  private String send(String operation, String method, NodePath path, String query) {
    URI uri = base.resolve(name(path) + ".json?" + query + namespace);
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri)
              .timeout(ANSWER)
              .method(method, HttpRequest.BodyPublishers.noBody());
      authorization
          .headers(uri)
          .forEach((name, values) -> values.forEach(each -> request.header(name, each)));
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      int status = response.statusCode();
      if (status != 200 && status != 204) {
        throw new CloudFailure(SYSTEM, operation, status + hint(status));
      }
      return response.body();
    } catch (IOException | IllegalArgumentException e) { // the latter when Egress refuses the host
      throw new CloudFailure(SYSTEM, operation, "no response"); // its message may have the URL
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CloudFailure(SYSTEM, operation, "interrupted");
    }
  }

  private static String hint(int status) {
    return switch (status) {
      case 401, 403 -> "; grant the function a role for the Realtime Database";
      case 404 -> "; check the URL of the Realtime Database";
      default -> "";
    };
  }

  private static String name(NodePath path) {
    return path.keys().stream()
        .map(each -> URLEncoder.encode(each, StandardCharsets.UTF_8).replace("+", "%20"))
        .collect(Collectors.joining("/", "/", ""));
  }
}
