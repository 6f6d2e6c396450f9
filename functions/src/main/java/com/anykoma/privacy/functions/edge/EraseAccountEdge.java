package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.retention.removal.Order;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The HTTP side of a person's own erasure. {@code POST {"confirm": "erase"}} asks for it and
 * answers 202 with the promised date; {@code DELETE} takes it back while that is possible; {@code
 * GET} tells how it stands. Asking and taking back need a sign-in of the last minutes, so that
 * nobody does it with a phone that was left lying about (P23; ASVS 8.2.1).
 */
public abstract class EraseAccountEdge extends SubjectEdge {
  private static final Duration RECENT = Duration.ofMinutes(5);
  private static final int MOST_BYTES = 1_024;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int MALFORMED = 400;
  private static final int NOTHING = 404;
  private static final int CONFLICT = 409;
  private static final int NOT_JSON = 415;

  private final InstantSource clock;

  protected EraseAccountEdge(Accounts accounts, InstantSource clock) {
    super(accounts, List.of("GET", "POST", "DELETE"));
    this.clock = clock;
  }

  /** Takes the request; asked again, it is the same one. */
  protected abstract Order request(SubjectId asking);

  /** Takes the request back if it still can be; empty when there is none. */
  protected abstract Optional<Order> undo(SubjectId asking);

  /** The latest request; empty when there is none. */
  protected abstract Optional<Order> status(SubjectId asking);

  @Override
  protected final void handle(VerifiedToken asking, HttpRequest request, HttpResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "POST" -> {
        requireRecent(asking);
        requireConfirmed(request);
        Answers.write(response, ACCEPTED, json(request(asking.subject())));
      }
      case "DELETE" -> {
        requireRecent(asking);
        Order order = undo(asking.subject()).orElseThrow(EraseAccountEdge::nothing);
        if (order.isLive()) {
          throw new Refusal(CONFLICT, "the erasure has begun and cannot be taken back any more");
        }
        Answers.write(response, OK, json(order));
      }
      default ->
          Answers.write(
              response, OK, json(status(asking.subject()).orElseThrow(EraseAccountEdge::nothing)));
    }
  }

  private void requireRecent(VerifiedToken asking) {
    if (asking.signedInAt().isBefore(clock.instant().minus(RECENT))) {
      throw Refusal.signInAgain(RECENT.toSeconds());
    }
  }

  /** Nothing in the body says whom: that the token alone does. */
  private static void requireConfirmed(HttpRequest request) throws IOException {
    String type = request.getContentType().orElse("").split(";", 2)[0].strip();
    if (!type.toLowerCase(Locale.ROOT).equals("application/json")) {
      throw new Refusal(NOT_JSON, "the body is application/json");
    }
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    try {
      JsonValue said = StrictJson.object(body.length > MOST_BYTES ? new byte[0] : body);
      if (!Set.copyOf(said.names()).equals(Set.of("confirm"))
          || !said.requiredString("confirm").equals("erase")) {
        throw confirm();
      }
    } catch (MalformedJson e) {
      throw confirm();
    }
  }

  private static Refusal confirm() {
    return new Refusal(MALFORMED, "the body is {\"confirm\": \"erase\"}, and nothing else");
  }

  private static Refusal nothing() {
    return new Refusal(NOTHING, "you have not asked to be erased");
  }

  private static JsonObject json(Order order) {
    JsonObject json = new JsonObject();
    json.addProperty("order", order.id());
    json.addProperty("state", order.state().word());
    json.addProperty("requestedAt", order.requestedAt().toString());
    json.addProperty("restorableUntil", order.restorableUntil().toString());
    json.addProperty("dueAt", order.dueAt().toString());
    return json;
  }
}
