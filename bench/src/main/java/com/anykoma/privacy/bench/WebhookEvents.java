package com.anykoma.privacy.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** The events of the load: three of four tell of a renewal, the fourth of another plan. */
final class WebhookEvents {
  private static final String[] PLANS = {"pro_monthly", "starter_monthly"};

  private WebhookEvents() {}

  /** The {@code number}th event of a subject, a minute after the one before; some 1.5 KiB. */
  static byte[] updated(String run, String subject, int number, Instant start) {
    String event =
        String.format(
            Locale.ROOT,
            """
            {"id":"evt_%s_%s_%d","object":"event","api_version":"2026-01-28.clover","created":%d,
             "type":"customer.subscription.updated","livemode":false,"pending_webhooks":1,
             "request":{"id":null,"idempotency_key":null},"data":{"object":{
             "id":"sub_%s","object":"subscription","customer":"cus_%s","status":"active",
             "cancel_at_period_end":false,"collection_method":"charge_automatically",
             "currency":"usd","description":"%s","default_tax_rates":[],"metadata":{
             "firebaseUID":"%s"},"items":{"object":"list","has_more":false,"data":[{
             "id":"si_1","object":"subscription_item","current_period_end":%d,"quantity":1,
             "price":{"id":"price_1","object":"price","product":"prod_1","lookup_key":"%s",
             "currency":"usd","unit_amount":2000,"metadata":{}}}]}}}}""",
            run,
            subject,
            number,
            start.getEpochSecond() + 60L * number,
            subject,
            subject,
            "x".repeat(500),
            subject,
            start.getEpochSecond() + 1_000_000,
            PLANS[number / 4 % 2]);
    return event.getBytes(StandardCharsets.UTF_8);
  }
}
