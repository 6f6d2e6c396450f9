package com.anykoma.privacy.local.cli;

import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Asks the function Evidence of a project, as somebody of staff. Never prints the token. */
final class EvidenceClient {
  private static final int OK = 200;
  private static final int NOT_SIGNED_IN = 401;
  private static final int NOTHING = 404;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> OVERVIEW =
      Set.of("open", "overdue", "blocked", "breakers", "orders", "fulfilledLately");

  private final URI evidence;
  private final String token;

  /**
   * @param evidence the function's URL: https, or on this machine
   * @throws PermanentFailure when the token would travel in the open
   */
  EvidenceClient(URI evidence, String token) {
    boolean isHere = LOOPBACK.contains(String.valueOf(evidence.getHost()));
    if (!"https".equals(evidence.getScheme()) && !(isHere && "http".equals(evidence.getScheme()))) {
      throw new PermanentFailure("the URL of Evidence does not begin with https://");
    }
    this.evidence = evidence;
    this.token = token.strip();
  }

  /** The ID token of somebody of staff, whom the app's stand-in of a running serve makes so. */
  static String staffToken(URI functions, String uid) {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(functions.resolve("/app/staff/" + uid))
                .POST(BodyPublishers.noBody()));
    if (answer.statusCode() != OK) {
      throw new PermanentFailure("./run serve gives nobody a token of staff");
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /**
   * How the orders stand.
   *
   * @throws PermanentFailure when the answer tells nothing of them
   */
  JsonObject orders() {
    byte[] answer =
        get("")
            .orElseThrow(() -> new PermanentFailure("whose ID token this is has no claim staff"));
    try {
      JsonObject orders =
          JsonParser.parseString(new String(answer, StandardCharsets.UTF_8)).getAsJsonObject();
      if (orders.keySet().containsAll(OVERVIEW)) {
        return orders;
      }
    } catch (JsonParseException | IllegalStateException e) {
      // told below, as an answer that lacks something is
    }
    throw new PermanentFailure("what answers at the URL is not this version's Evidence");
  }

  /**
   * A file of evidence, byte for byte; empty when there is none, or for whoever is not of staff.
   */
  Optional<byte[]> get(String path) {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(URI.create(evidence + path))
                .header("Authorization", "Bearer " + token));
    return switch (answer.statusCode()) {
      case OK -> Optional.of(answer.body());
      case NOTHING -> Optional.empty();
      case NOT_SIGNED_IN ->
          throw new PermanentFailure("Evidence refuses the ID token: sign in again for a new one");
      default -> throw new PermanentFailure("Evidence answers " + answer.statusCode());
    };
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    return FunctionCalls.send(request.timeout(TIMEOUT), BodyHandlers.ofByteArray());
  }
}
