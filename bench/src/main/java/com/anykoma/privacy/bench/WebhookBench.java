package com.anykoma.privacy.bench;

import com.anykoma.privacy.bench.HttpLoad.Request;
import com.anykoma.privacy.bench.HttpLoad.Result;
import com.anykoma.privacy.functions.Config;
import com.anykoma.privacy.functions.Config.StripeEvents;
import com.anykoma.privacy.functions.Wiring;
import com.anykoma.privacy.functions.http.StripeSignature;
import com.anykoma.privacy.local.EventBridge;
import com.anykoma.privacy.local.FunctionHost;
import com.anykoma.privacy.local.cloud.EventBridge;
import com.anykoma.privacy.local.host.FunctionHost;
import com.anykoma.privacy.platform.Bytes;
import com.anykoma.privacy.platform.embedded.EmbeddedCloud;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jetty.server.Handler;

/**
 * Events per second of the webhook over HTTP on the embedded cloud, beside the bare framework's
 * hello-world, and of its refusal of forged requests, beside the bare framework reading the body
 * and computing an HMAC: interleaved, on one server, in one run.
 */
final class WebhookBench {
  private static final int[] CLIENTS = {1, 8, 32};
  private static final Map<String, String> LIMITS =
      Map.of(
          "hello", "hello",
          "webhook", "hello",
          "duplicate", "webhook",
          "hmac", "hmac",
          "forged", "hmac");
  private static final int SUBJECTS = 1_000;
  private static final String SECRET = "whsec_of_this_benchmark_only";

  private final Clock clock;
  private final int events;
  private final int rounds;
  private final List<Row> rows = new ArrayList<>();
  private int runs;

  /** One measured line, latencies in milliseconds, with its ratio to its limit's rate. */
  record Row(
      String name,
      int clients,
      double perSecond,
      double p50,
      double p99,
      String limit,
      double ratio) {}

  /**
   * @param events how many requests each measurement sends
   * @param rounds how often everything is measured; the best round of each counts
   */
  WebhookBench(Clock clock, int events, int rounds) {
    this.clock = clock;
    this.events = events;
    this.rounds = rounds;
  }

  List<Row> run(Path directory) throws Exception {
    Config config =
        new Config(
            Optional.of(new StripeEvents(List.of(SECRET), false, Optional.empty())),
            Bytes.of(new byte[32]));
    try (EmbeddedCloud cloud = EmbeddedCloud.open(directory, clock)) {
      cloud.documents().tellOnly(EventBridge::isTold);
      Wiring wiring = new Wiring(config, cloud, clock);
      try (FunctionHost host = FunctionHost.start(0, base -> handlers(wiring))) {
        warmUp(host);
        for (int clients : CLIENTS) {
          measure(host, clients);
        }
      }
    }
    return List.copyOf(rows);
  }

  private static Map<String, Handler> handlers(Wiring wiring) {
    Map<String, Handler> handlers = new HashMap<>(FunctionHost.functions(wiring));
    handlers.put("Hello", HttpFunctionExecutor.forClass(HelloFunction.class));
    handlers.put("Hmac", HttpFunctionExecutor.forClass(HmacFunction.class));
    return handlers;
  }

  private void warmUp(FunctionHost host) throws Exception {
    int port = host.base().getPort();
    for (int i = 0; i < 2; i++) {
      send(port, same(host, "Hello", Map.of(), 200), 8);
      send(port, same(host, "Hmac", Map.of(), 400), 8);
      send(port, forged(host), 8);
      send(port, genuine(host), 8);
    }
  }

  private void measure(FunctionHost host, int clients) throws Exception {
    int port = host.base().getPort();
    Map<String, Result> best = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      keepBest(best, "hello", send(port, same(host, "Hello", Map.of(), 200), clients));
      List<Request> genuine = genuine(host);
      keepBest(best, "webhook", send(port, genuine, clients));
      keepBest(best, "duplicate", send(port, genuine, clients));
      keepBest(best, "hmac", send(port, same(host, "Hmac", Map.of(), 400), clients));
      keepBest(best, "forged", send(port, forged(host), clients));
    }
    for (String name : List.of("hello", "webhook", "duplicate", "hmac", "forged")) {
      Result result = Objects.requireNonNull(best.get(name));
      Result limit = Objects.requireNonNull(best.get(LIMITS.get(name)));
      rows.add(
          new Row(
              name,
              clients,
              result.perSecond(),
              result.percentileMillis(50),
              result.percentileMillis(99),
              String.valueOf(LIMITS.get(name)),
              result.perSecond() / limit.perSecond()));
    }
  }

  private static Result send(int port, List<Request> requests, int clients) throws Exception {
    Result result = HttpLoad.send(port, requests, clients);
    if (result.failed() > 0) {
      throw new IllegalStateException(result.failed() + " requests were answered wrongly");
    }
    return result;
  }

  private static void keepBest(Map<String, Result> best, String name, Result result) {
    best.merge(name, result, (a, b) -> a.perSecond() >= b.perSecond() ? a : b);
  }

  /** Fresh events of many subjects, in the order in which Stripe would send them. */
  private List<Request> genuine(FunctionHost host) {
    String run = "r" + runs++;
    Instant now = clock.instant();
    List<Request> requests = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      byte[] body =
          WebhookEvents.updated(
              run, run + "-" + i % SUBJECTS, i / SUBJECTS, now.minusSeconds(86_400));
      String signature = StripeSignature.header(SECRET, body, now);
      requests.add(
          Request.post(
              host.uriOf("StripeWebhook"), Map.of("Stripe-Signature", signature), body, 200));
    }
    return requests;
  }

  private List<Request> forged(FunctionHost host) {
    byte[] body = WebhookEvents.updated("forged", "forged", 1, clock.instant());
    String signature = StripeSignature.header("whsec_of_somebody_else", body, clock.instant());
    return same(host, "StripeWebhook", Map.of("Stripe-Signature", signature), 400);
  }

  private List<Request> same(
      FunctionHost host, String function, Map<String, String> headers, int status) {
    byte[] body = WebhookEvents.updated("same", "same", 1, clock.instant());
    Request request = Request.post(host.uriOf(function), headers, body, status);
    return Collections.nCopies(events, request);
  }
}
