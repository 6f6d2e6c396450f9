package com.anykoma.privacy.emulators;

import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.google.gson.JsonObject;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fake of Stripe in test mode: the part of its API that this system uses, in memory, over HTTP on
 * the loopback interface. Accepts every key that starts with {@code sk_test_} or {@code rk_test_}.
 */
public final class FakeStripe implements AutoCloseable {
  /** A received request; its path is still encoded and has no query. */
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

  /** Starts on a free port, without customers. */
  public static FakeStripe start() {
    return new FakeStripe();
  }

  /** The address, {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return server.uri();
  }

  /** Creates or replaces a subscription; creates its customer if it does not exist. */
  public void put(BillingSubscription subscription) {
    ledger.put(subscription);
  }

  /** Creates a customer without a uid, if it does not exist. */
  public void putCustomer(String customer) {
    ledger.putCustomer(customer);
  }

  /** Sets the e-mail address of a customer. */
  public void putEmail(String customer, String email) {
    ledger.putEmail(customer, email);
  }

  /** Creates or replaces a customer. */
  public void put(BillingCustomer customer) {
    ledger.put(customer);
  }

  /**
   * Creates or replaces a product; its first plan name is {@code plan}, then {@code firebaseRole}.
   */
  public void putProduct(String product, List<String> planNames) {
    ledger.putProduct(product, planNames);
  }

  /** Creates an id in live mode only; Stripe's error for test keys says that it exists there. */
  public void putInLiveMode(String id) {
    ledger.putInLiveMode(id);
  }

  /** Sets a redaction job's status, such as {@code ready}, which Stripe does asynchronously. */
  public void moveRedaction(String job, String status) {
    jobs.put(job, status);
  }

  /** The status of a redaction job. */
  public String redactionStatus(String job) {
    return jobs.status(job);
  }

  /** Answers every request about redaction jobs with this status from now on. */
  public void refuseRedactions(int status) {
    jobs.refuse(status);
  }

  /** The number of redaction jobs. */
  public int redactions() {
    return jobs.count();
  }

  /** Limits pages to fewer objects than the caller allows. */
  public void limitPages(int objects) {
    pages.limit(objects);
  }

  /** Answers the next requests with this status without executing them. */
  public void failNext(int status, int times) {
    failure = status;
    failures.set(times);
  }

  /** All requests so far, in order. */
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
      LoopbackServer.answer(exchange, answer.status(), answer.body().toString());
    }
  }

  private StripeAnswer answer(StripeRequest request) {
    try {
      request.requireKey();
      if (failures.getAndUpdate(remaining -> Math.max(0, remaining - 1)) > 0) {
        throw StripeError.failure(failure, String.join("/", request.path()));
      }
      return replays.answer(request, () -> execute(request));
    } catch (StripeError e) {
      return e.answer();
    }
  }

  /** Returns errors as answers, because an idempotency key repeats them as well. */
  private StripeAnswer execute(StripeRequest request) {
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
