package com.anykoma.privacy.bench;

import com.anykoma.privacy.functions.http.StripeSignature;
import com.anykoma.privacy.yaml.SettingsFolder;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Signed subscription events of users in turn: three renewals, then a change of the plan. */
final class WebhookEvents {
  /** The number of users. */
  static final int USERS = 500;

  /** One day before the start of this process, in seconds. */
  private static final long START =
      ManagementFactory.getRuntimeMXBean().getStartTime() / 1_000 - 86_400;

  private static final String TEMPLATE =
      SettingsFolder.packaged().text("subscription-updated.json");
  private static final String[] PLANS = {"pro_monthly", "starter_monthly"};

  private final String users;
  private int events;

  /** Creates events of users with this prefix of their ids. */
  WebhookEvents(String users) {
    this.users = users;
  }

  String user(int number) {
    return users + number;
  }

  /** The number of events created so far. */
  int events() {
    return events;
  }

  /** Creates the next requests, to be sent within minutes, because their signatures expire. */
  List<byte[]> next(URI target, int more) {
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < more; i++) {
      byte[] body = event(user(events % USERS), events / USERS);
      String signature =
          StripeSignature.header(FunctionEnvironment.WEBHOOK_SECRET, body, Instant.now());
      Map<String, String> headers =
          Map.of("Content-Type", "application/json", "Stripe-Signature", signature);
      requests.add(HttpLoad.request("POST", target, headers, body));
      events++;
    }
    return requests;
  }

  /**
   * Creates the {@code number}th event of a user, one minute after the previous one; about 1.5 KiB.
   */
  static byte[] event(String user, int number) {
    return TEMPLATE
        .formatted(
            user,
            number,
            START + 60L * number,
            "x".repeat(500),
            START + 1_000_000,
            PLANS[number / 4 % 2])
        .getBytes(StandardCharsets.UTF_8);
  }
}
