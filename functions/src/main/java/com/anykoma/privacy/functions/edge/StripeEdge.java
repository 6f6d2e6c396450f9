package com.anykoma.privacy.functions.edge;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.anykoma.privacy.usage.plan.SubscriptionEventReader;
import com.anykoma.privacy.usage.plan.SubscriptionEventReader.Envelope;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The HTTP side of a Stripe webhook: size, signature, mode and form are checked in this order, and
 * only an event that passes them all is handled. A refusal is a 4xx with its reason; whatever the
 * handler throws becomes the platform's 500, so that Stripe delivers again (E8, E31; P17).
 */
public abstract class StripeEdge implements HttpFunction {
  /** Stripe's largest events have some hundred kilobytes. */
  static final int MAX_BODY_BYTES = 1 << 20;

  private static final String IGNORED = "ignored";
  private static final Logger LOG = Logger.getLogger(StripeEdge.class.getName());

  private final Endpoint endpoint;
  private final InstantSource clock;

  /**
   * Which events are ours.
   *
   * @param live whether live-mode events are expected, or test-mode ones
   * @param account the Connect account whose events are expected; empty for our own account
   */
  public record Endpoint(StripeSignature signature, boolean live, Optional<String> account) {
    public Endpoint {
      Objects.requireNonNull(signature);
      Objects.requireNonNull(account);
    }
  }

  protected StripeEdge(Endpoint endpoint, InstantSource clock) {
    this.endpoint = endpoint;
    this.clock = clock;
  }

  /** Handles a genuine event; the answer's one word says what became of it. */
  protected abstract String handle(SubscriptionEvent event);

  @Override
  public final void service(HttpRequest request, HttpResponse response) throws IOException {
    try {
      byte[] body = body(request);
      String header =
          request
              .getFirstHeader("Stripe-Signature")
              .orElseThrow(() -> new Refusal(400, "the Stripe-Signature header is missing"));
      endpoint.signature().verify(header, body, clock.instant());
      Answers.write(response, 200, "outcome", outcome(StrictJson.object(body)));
    } catch (Refusal e) {
      refuse(response, e.status(), String.valueOf(e.getMessage()));
    } catch (MalformedJson e) {
      refuse(response, 400, String.valueOf(e.getMessage()));
    }
  }

  private static byte[] body(HttpRequest request) throws IOException {
    if (!request.getMethod().equals("POST")) {
      throw new Refusal(405, "a webhook takes POST only");
    }
    if (request
        .getFirstHeader("Content-Encoding")
        .filter(encoding -> !encoding.equalsIgnoreCase("identity"))
        .isPresent()) {
      throw new Refusal(415, "a webhook's body is not compressed");
    }
    if (request.getContentLength() > MAX_BODY_BYTES) {
      throw tooLarge();
    }
    byte[] body = request.getInputStream().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw tooLarge();
    }
    return body;
  }

  private static Refusal tooLarge() {
    return new Refusal(413, "a webhook's body has at most " + MAX_BODY_BYTES + " bytes");
  }

  private String outcome(JsonValue json) {
    Optional<Envelope> envelope = SubscriptionEventReader.envelope(json);
    if (envelope.isEmpty()) {
      LOG.info("stripe event ignored: a thin event carries no state");
      return IGNORED;
    }
    check(envelope.get());
    Optional<SubscriptionEvent> event = SubscriptionEventReader.read(json);
    String outcome = event.map(this::handle).orElse(IGNORED);
    LOG.info(
        "stripe event "
            + outcome
            + " id="
            + envelope.get().id()
            + " type="
            + envelope.get().type());
    return outcome;
  }

  private void check(Envelope envelope) {
    if (envelope.live() != endpoint.live()) {
      throw new Refusal(
          400,
          endpoint.live()
              ? "a test-mode event was sent to the live endpoint"
              : "a live-mode event was sent to the test endpoint");
    }
    if (!envelope.account().equals(endpoint.account())) {
      throw new Refusal(400, "the event is of another Stripe account");
    }
  }

  private static void refuse(HttpResponse response, int status, String reason) throws IOException {
    LOG.log(Level.WARNING, "stripe request refused status=" + status + " reason=" + reason);
    Answers.write(response, status, "error", reason);
  }
}
