package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of Stripe's API that this product uses, in test mode and in memory, over HTTP on the
 * loopback interface. It takes any key that starts with {@code sk_test_} or {@code rk_test_}.
 */
public final class FakeStripe implements AutoCloseable {
  /**
   * A request as it came in.
   *
   * @param path as it was sent, still encoded, without the query
   */
  public record Request(
      String method,
      String path,
      Optional<String> idempotencyKey,
      Optional<String> stripeVersion) {}

  private final StripePages pages = new StripePages();
  private final StripeLedger ledger = new StripeLedger(pages);
  private final StripeRedactionJobs jobs = new StripeRedactionJobs(ledger);
  private final StripeRoutes routes = new StripeRoutes(ledger, jobs);
  private final StripeReplays replays = new StripeReplays();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();
  private volatile int failure;
  private final LoopbackServer server = new LoopbackServer(0, this::handle);

  private FakeStripe() {}

  /** Starts on a free port, knowing nobody. */
  public static FakeStripe start() {
    return new FakeStripe();
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return server.uri();
  }

  /** Knows the subscription from now on, or as it is now, and its customer. */
  public void put(BillingSubscription subscription) {
    ledger.put(subscription);
  }

  /** Knows a customer from now on, who names nobody. */
  public void putCustomer(String customer) {
    ledger.putCustomer(customer);
  }

  /** Knows the customer from now on, or as it is now. */
  public void put(BillingCustomer customer) {
    ledger.put(customer);
  }

  /** Knows the id in live mode only, which Stripe tells whoever asks for it with a test key. */
  public void putInLiveMode(String id) {
    ledger.putInLiveMode(id);
  }

  /** Moves a redaction job on, as Stripe does in its own time: {@code ready}. */
  public void moveRedaction(String job, String status) {
    jobs.put(job, status);
  }

  /** What became of a redaction job. */
  public String redactionStatus(String job) {
    return jobs.status(job);
  }

  /** Answers every request about redaction jobs with this status from now on. */
  public void refuseRedactions(int status) {
    jobs.refuse(status);
  }

  /** How many redaction jobs there are. */
  public int redactions() {
    return jobs.count();
  }

  /** Puts fewer objects on a page than the caller allows. */
  public void pagesOfAtMost(int objects) {
    pages.atMost(objects);
  }

  /** Answers the next requests with this status before doing anything. */
  public void failNext(int status, int times) {
    failure = status;
    failures.set(times);
  }

  /** Every request so far, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      StripeRequest request = StripeRequest.of(exchange);
      requests.add(
          new Request(
              request.method(),
              exchange.getRequestURI().getRawPath(),
              request.idempotencyKey(),
              request.header("Stripe-Version")));
      StripeAnswer answer = answer(request);
      byte[] body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private StripeAnswer answer(StripeRequest request) {
    try {
      request.requireKey();
      if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw StripeError.failure(failure, String.join("/", request.path()));
      }
      return replays.answer(request, () -> answered(request));
    } catch (StripeError e) {
      return e.answer();
    }
  }

  /** A refusal is an answer as well, which the same idempotency key brings again. */
  private StripeAnswer answered(StripeRequest request) {
    try {
      JsonObject object = routes.answer(request);
      return new StripeAnswer(200, object);
    } catch (StripeError e) {
      return e.answer();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
