package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.platform.Accounts.VerifiedToken;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.retention.removal.CircuitBreaker;
import com.anykoma.privacy.retention.removal.RemovalOrder;
import com.anykoma.privacy.rights.erasure.ErasureService;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/**
 * Handles a person's own erasure request. {@code POST {"confirm": "erase"}} creates it and returns
 * 202 with the promised date, {@code DELETE} cancels it before the erasure starts, {@code GET}
 * returns its state. POST and DELETE need a sign-in of the last five minutes, so that a stolen or
 * borrowed unlocked device does not suffice (P23; ASVS 8.2.1).
 *
 * <p>{@code nonce} proves later, with the uid, that the certificate of erasure is the caller's; it
 * is removed with the data.
 */
public record EraseAccountHandler(ErasureService erasures, InstantSource clock)
    implements HttpFrame.Handler<VerifiedToken> {
  private static final Duration MAX_SIGN_IN_AGE = Duration.ofMinutes(5);
  private static final int MAX_BYTES = 1_024;

  @Override
  public void answer(VerifiedToken caller, HttpRequest request, HttpResponse response)
      throws IOException {
    switch (request.getMethod()) {
      case "POST" -> {
        requireRecent(caller, clock);
        JsonBody.read(request, MAX_BYTES, Set.of("confirm"), EraseAccountHandler::isConfirmed);
        Answers.write(
            response, 202, fields(erasures.request(caller.subject(), CircuitBreaker.REQUESTED)));
      }
      case "DELETE" -> {
        requireRecent(caller, clock);
        RemovalOrder order =
            erasures.undo(caller.subject()).orElseThrow(EraseAccountHandler::notFound);
        if (order.isLive()) {
          throw new ClientError(409, "the erasure has started and cannot be cancelled any more");
        }
        Answers.write(response, 200, fields(order));
      }
      default ->
          Answers.write(
              response,
              200,
              fields(erasures.status(caller.subject()).orElseThrow(EraseAccountHandler::notFound)));
    }
  }

  /** Refuses a caller whose sign-in is older than five minutes. */
  static void requireRecent(VerifiedToken caller, InstantSource clock) {
    if (caller.signedInAt().isBefore(clock.instant().minus(MAX_SIGN_IN_AGE))) {
      throw ClientError.signInAgain(MAX_SIGN_IN_AGE.toSeconds());
    }
  }

  /** The body contains no identifier: only the token decides whose account is erased. */
  private static boolean isConfirmed(JsonValue body) {
    if (!body.requiredString("confirm").equals("erase")) {
      throw body.problem("confirm", "must be \"erase\"");
    }
    return true;
  }

  private static ClientError notFound() {
    return new ClientError(404, "you have no erasure request");
  }

  /** The state of a request, for its owner. */
  static Fields fields(RemovalOrder order) {
    return Fields.empty()
        .with("order", order.id())
        .with("state", order.state().storedName())
        .with("requestedAt", order.requestedAt())
        .with("restorableUntil", order.restorableUntil())
        .with("dueAt", order.dueAt())
        .with("nonce", order.nonce());
  }
}
