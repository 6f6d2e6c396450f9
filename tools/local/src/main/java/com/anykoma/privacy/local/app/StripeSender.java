package com.anykoma.privacy.local.app;

import com.anykoma.privacy.functions.DeployedFunction;
import com.anykoma.privacy.functions.http.StripeSignature;
import com.anykoma.privacy.local.cloud.FunctionCalls;
import com.anykoma.privacy.local.cloud.LocalSecrets;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Sends events to the hosted webhook as Stripe does: over HTTP, signed with the secret. */
public record StripeSender(FunctionCalls calls, LocalSecrets secrets, InstantSource clock) {
  /** Signs the event's exact bytes and sends them. Empty when the webhook did not answer. */
  public Optional<HttpResponse<String>> send(byte[] event) {
    return send(event, StripeSignature.header(secrets.webhookSecret(), event, clock.instant()));
  }

  /** Sends the event with the given signature header. */
  public Optional<HttpResponse<String>> send(byte[] event, String signature) {
    return calls.post(
        DeployedFunction.STRIPE_WEBHOOK.functionName(),
        Map.of("Stripe-Signature", signature, "Content-Type", "application/json; charset=utf-8"),
        event);
  }
}
