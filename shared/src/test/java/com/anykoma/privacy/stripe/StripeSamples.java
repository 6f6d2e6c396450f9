package com.anykoma.privacy.stripe;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.anykoma.privacy.json.JsonValue;
import com.anykoma.privacy.json.StrictJson;
import com.anykoma.privacy.usage.plan.SubscriptionEvent;
import java.util.Optional;

/** Sample JSON of Stripe's events, and their parsed form. */
final class StripeSamples {
  static final String SUBSCRIPTION =
      """
      {"object":"subscription","id":"sub_1","customer":"cus_1","status":"active",
       "current_period_end":1772400000,"metadata":{"firebaseUID":"u1"},
       "items":{"object":"list","data":[{"id":"si_1","current_period_end":1772500000,
         "price":{"id":"price_1","product":"prod_1","lookup_key":"pro_monthly",
                  "metadata":{"plan":"pro"}}}]}}
      """;

  private StripeSamples() {}

  static String event(String type, String object) {
    return """
    {"object":"event","id":"evt_1","type":"%s","created":1772366400,"livemode":true,
     "api_version":"2026-01-01","data":{"object":%s}}
    """
        .formatted(type, object);
  }

  static JsonValue json(String text) {
    return StrictJson.object(text.getBytes(UTF_8));
  }

  static Optional<SubscriptionEvent> read(String type, String object) {
    return SubscriptionEventReader.read(json(event(type, object)));
  }

  /** Reads an update of the subscription in which {@code from} is replaced. */
  static Optional<SubscriptionEvent> readWith(String from, String to) {
    if (!SUBSCRIPTION.contains(from)) {
      throw new IllegalArgumentException("nothing to replace");
    }
    return read("customer.subscription.updated", SUBSCRIPTION.replace(from, to));
  }
}
