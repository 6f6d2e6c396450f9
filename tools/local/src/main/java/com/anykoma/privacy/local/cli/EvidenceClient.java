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

/** Client of a project's Evidence function, with the rights of staff. Never prints the token. */
final class EvidenceClient {
  private static final int OK = 200;
  private static final int NOT_SIGNED_IN = 401;
  private static final int NOT_FOUND = 404;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final List<String> LOOPBACK = List.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> OVERVIEW_MEMBERS =
      Set.of("open", "overdue", "blocked", "breakers", "orders", "fulfilledLately");

  private final URI evidence;
  private final String token;

  /**
   * @param evidence the function's URL: https, or on this machine
   * @throws PermanentFailure when the URL would send the token unencrypted
   */
  EvidenceClient(URI evidence, String token) {
    boolean isLoopback = LOOPBACK.contains(String.valueOf(evidence.getHost()));
    if (!"https".equals(evidence.getScheme())
        && !(isLoopback && "http".equals(evidence.getScheme()))) {
      throw new PermanentFailure("the URL of Evidence does not begin with https://");
    }
    this.evidence = evidence;
    this.token = token.strip();
  }

  /** Returns an ID token of staff with all roles, issued by the fake app of a running serve. */
  static String staffToken(URI functions, String uid) {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(functions.resolve("/app/staff/" + uid))
                .POST(BodyPublishers.noBody()));
    if (answer.statusCode() != OK) {
      throw new PermanentFailure("./run serve did not issue a staff token: is it running?");
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  /** Returns the overview of all removal orders; another answer is a permanent failure. */
  JsonObject orders() {
    byte[] answer =
        get("")
            .orElseThrow(
                () ->
                    new PermanentFailure(
                        "the claim staff of this ID token's account does not list the role evidence"));
    try {
      JsonObject orders =
          JsonParser.parseString(new String(answer, StandardCharsets.UTF_8)).getAsJsonObject();
      if (orders.keySet().containsAll(OVERVIEW_MEMBERS)) {
        return orders;
      }
    } catch (JsonParseException | IllegalStateException e) {
      // reported below, like an answer with missing members
    }
    throw new PermanentFailure("the URL does not answer as this version's function Evidence");
  }

  /** Returns an evidence file byte for byte; empty without it, or for others than staff. */
  Optional<byte[]> get(String path) {
    HttpResponse<byte[]> answer =
        send(
            HttpRequest.newBuilder(URI.create(evidence + path))
                .header("Authorization", "Bearer " + token));
    return switch (answer.statusCode()) {
      case OK -> Optional.of(answer.body());
      case NOT_FOUND -> Optional.empty();
      case NOT_SIGNED_IN ->
          throw new PermanentFailure(
              "Evidence rejected the ID token: sign in again to get a new" + " one");
      default -> throw new PermanentFailure("Evidence answered with status " + answer.statusCode());
    };
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    return FunctionCalls.send(request.timeout(TIMEOUT), BodyHandlers.ofByteArray());
  }
}
