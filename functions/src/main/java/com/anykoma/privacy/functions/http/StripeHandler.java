package com.anykoma.privacy.functions.http;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.MalformedJson;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.log.Log;
import com.anykoma.privacy.log.LogField;
import com.anykoma.privacy.stripe.SubscriptionEventReader;
import com.anykoma.privacy.stripe.SubscriptionEventReader.Envelope;
import com.anykoma.privacy.usage.plan.PlanService;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * Handles the events of Stripe's webhook: checks mode, account and form in this order, then applies
 * the event to the plan. The response names the outcome.
 *
 * @param live whether live-mode events are expected; test-mode events otherwise
 * @param account the Connect account whose events are expected; empty for our own account
 */
public record StripeHandler(boolean live, Optional<String> account, PlanService plans)
    implements HttpFrame.Handler<byte[]> {
  private static final String IGNORED = "ignored";
  private static final Log LOG = Log.of(StripeHandler.class);

  @Override
  public void answer(byte[] body, HttpRequest request, HttpResponse response) throws IOException {
    try {
      Answers.write(response, 200, "outcome", outcome(StrictJson.object(body)));
    } catch (MalformedJson e) {
      throw new ClientError(400, String.valueOf(e.getMessage()));
    }
  }

  private String outcome(JsonValue json) {
    Optional<Envelope> envelope = SubscriptionEventReader.envelope(json);
    if (envelope.isEmpty()) {
      LOG.info("stripe event ignored: a thin event carries no state");
      return IGNORED;
    }
    check(envelope.get());
    Optional<SubscriptionEvent> event = SubscriptionEventReader.read(json);
    String outcome =
        event.map(it -> plans.apply(it).name().toLowerCase(Locale.ROOT)).orElse(IGNORED);
    LOG.info(
        "stripe event",
        LogField.OUTCOME.of(outcome),
        LogField.ID.of(envelope.get().id()),
        LogField.TYPE.of(envelope.get().type()));
    return outcome;
  }

  private void check(Envelope envelope) {
    if (envelope.live() != live) {
      throw new ClientError(
          400,
          live
              ? "a test-mode event was sent to the live-mode endpoint"
              : "a live-mode event was sent to the test-mode endpoint");
    }
    if (!envelope.account().equals(account)) {
      throw new ClientError(400, "the event belongs to another Stripe account");
    }
  }
}
