package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;

/**
 * Answers for a person's own erasure. {@code POST {"confirm": "erase"}} asks for it and answers 202
 * with the promised date; {@code DELETE} takes it back while that is possible; {@code GET} tells
 * how it stands. Asking and taking back need a sign-in of the last minutes, so that nobody does it
 * with a phone that was left lying about (P23; ASVS 8.2.1).
 */
public record EraseAccountHandler(ErasureService erasures, InstantSource clock)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final Duration RECENT = Duration.ofMinutes(5);
  private static final int MAX_BYTES = 1_024;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int MALFORMED = 400;
  private static final int NOTHING = 404;
  private static final int CONFLICT = 409;
  private static final int NOT_JSON = 415;

  @Override
  public void answer(VerifiedToken asking, HttpRequest request, HttpResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "POST" -> {
        requireRecent(asking);
        requireConfirmed(request);
        Answers.write(
            response, ACCEPTED, json(erasures.request(asking.subject(), CircuitBreaker.REQUESTED)));
      }
      case "DELETE" -> {
        requireRecent(asking);
        RemovalOrder order =
            erasures.undo(asking.subject()).orElseThrow(EraseAccountHandler::nothing);
        if (order.isLive()) {
          throw new ClientError(
              CONFLICT, "the erasure has begun and cannot be taken back any more");
        }
        Answers.write(response, OK, json(order));
      }
      default ->
          Answers.write(
              response,
              OK,
              json(erasures.status(asking.subject()).orElseThrow(EraseAccountHandler::nothing)));
    }
  }

  private void requireRecent(VerifiedToken asking) {
    if (asking.signedInAt().isBefore(clock.instant().minus(RECENT))) {
      throw ClientError.signInAgain(RECENT.toSeconds());
    }
  }

  /** Nothing in the body says whom: that the token alone does. */
  private static void requireConfirmed(HttpRequest request) throws IOException {
    String type = request.getContentType().orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new ClientError(NOT_JSON, "the body is application/json");
    }
    byte[] body = HttpFrame.body(request, MAX_BYTES).orElseThrow(EraseAccountHandler::confirm);
    try {
      JsonValue said = StrictJson.object(body);
      if (!Set.copyOf(said.names()).equals(Set.of("confirm"))
          || !said.requiredString("confirm").equals("erase")) {
        throw confirm();
      }
    } catch (MalformedJson e) {
      throw confirm();
    }
  }

  private static ClientError confirm() {
    return new ClientError(MALFORMED, "the body is {\"confirm\": \"erase\"}, and nothing else");
  }

  private static ClientError nothing() {
    return new ClientError(NOTHING, "you have not asked to be erased");
  }

  private static JsonObject json(RemovalOrder order) {
    JsonObject json = new JsonObject();
    json.addProperty("order", order.id());
    json.addProperty("state", order.state().storedName());
    json.addProperty("requestedAt", order.requestedAt().toString());
    json.addProperty("restorableUntil", order.restorableUntil().toString());
    json.addProperty("dueAt", order.dueAt().toString());
    return json;
  }
}
