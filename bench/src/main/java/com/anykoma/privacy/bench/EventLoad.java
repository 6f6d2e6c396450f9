package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.HttpLoad.Request;
import com.anykoma.privacy.functions.http.StripeSignature;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signed events about users {@code u0} and up, in turn, each event another and each user's in the
 * order of time.
 */
final class EventLoad {
  private static final int PAST_SECONDS = 86_400;

  private final Clock clock;
  private final Instant start;
  private final int users;
  private int events;

  EventLoad(Clock clock, int users) {
    this.clock = clock;
    this.start = clock.instant().minusSeconds(PAST_SECONDS);
    this.users = users;
  }

  int users() {
    return users;
  }

  /** How many different events there were so far. */
  int events() {
    return events;
  }

  /** The next events, to be sent within minutes. */
  List<Request> next(URI target, int count) {
    Instant now = clock.instant();
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] body = WebhookEvents.updated("load", "u" + events % users, events / users, start);
      String signature = StripeSignature.header(FunctionEnvironment.WEBHOOK_SECRET, body, now);
      requests.add(Request.post(target, Map.of("Stripe-Signature", signature), body, 200));
      events++;
    }
    return requests;
  }
}
