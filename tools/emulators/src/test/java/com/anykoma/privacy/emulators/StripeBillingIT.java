package com.anykoma.privacy.emulators;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.PermanentFailure;
import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.platform.Billing;
import com.anykoma.privacy.platform.BillingContract;
import com.anykoma.privacy.platform.BillingCustomer;
import com.anykoma.privacy.platform.BillingSubscription;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Page;
import com.anykoma.privacy.platform.Redaction;
import com.anykoma.privacy.platform.SubscriptionStatus;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.StripeBilling;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests Stripe's adapter against the fake: the contract, paging, keys, retries and errors. Stripe's
 * library waits up to two seconds before it tries again, so tests wait at the same time; each has
 * its own fake.
 */
@Execution(ExecutionMode.CONCURRENT)
@SuppressWarnings("NullAway.Init")
final class StripeBillingIT extends BillingContract {
  private static final String KEY = "sk_test_thesecret";

  private FakeStripe stripe;
  private Billing billing;

  @BeforeEach
  void open() {
    stripe = FakeStripe.start();
    stripe.limitPages(1);
    billing = StripeBilling.open(settings(KEY, stripe.uri()));
  }

  @AfterEach
  void close() {
    stripe.close();
  }

  private static GoogleSettings settings(String key, URI endpoint) {
    return settings(Optional.of(Sensitive.of(key)), endpoint);
  }

  private static GoogleSettings settings(Optional<Sensitive<String>> key, URI endpoint) {
    return new GoogleSettings(
        "demo-a",
        "(default)",
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        key,
        Optional.empty(),
        Map.of(GoogleSettings.Service.STRIPE, endpoint),
        0);
  }

  @Override
  protected Billing billing() {
    return billing;
  }

  @Override
  protected void given(BillingSubscription subscription) {
    stripe.put(subscription);
  }

  @Override
  protected void givenCustomer(String customer) {
    stripe.putCustomer(customer);
  }

  @Override
  protected void given(BillingCustomer customer) {
    stripe.put(customer);
  }

  @Override
  protected void givenEmail(String customer, String email) {
    stripe.putEmail(customer, email);
  }

  @Override
  protected void givenProduct(String product, List<String> planNames) {
    stripe.putProduct(product, planNames);
  }

  @Override
  protected void refuseRedactions() {
    stripe.refuseRedactions(403);
  }

  @Override
  protected void redacted(Redaction redaction) {
    stripe.moveRedaction(redaction.request().orElseThrow(), "succeeded");
  }

  private String requestFor(String customer) {
    return billing.requestRedaction(customer, Optional.empty()).request().orElseThrow();
  }

  private Redaction askAgain(String customer, String request) {
    return billing.requestRedaction(customer, Optional.of(request));
  }

  @Override
  protected String unique(String stem) {
    return stem; // each test has its own fake
  }

  private static BillingSubscription active(String id) {
    return new BillingSubscription(
        id, "cus", SubscriptionStatus.ACTIVE, List.of(), Optional.empty());
  }

  @Test
  @Keeps({"E9", "E32"})
  void readsMoreSubscriptionsThanOnePageHolds() {
    stripe.limitPages(1000);
    List<BillingSubscription> given =
        IntStream.range(0, 250).mapToObj(each -> active("sub_" + each)).toList();
    given.forEach(stripe::put);

    assertThat(billing.subscriptions("cus").orElseThrow())
        .containsExactlyInAnyOrderElementsOf(given);
    assertThat(stripe.requests()).hasSize(3);
  }

  @Test
  @Keeps("P7")
  void productIsReadOnceAndAFailureIsNotKept() {
    stripe.putProduct("prod_1", List.of("gold"));
    stripe.failNext(403, 1);
    assertThatThrownBy(() -> billing.planNames("prod_1")).isInstanceOf(CloudFailure.class);

    assertThat(billing.planNames("prod_1")).containsExactly("gold");
    assertThat(billing.planNames("prod_1")).containsExactly("gold");
    assertThat(stripe.requests()).hasSize(2);
  }

  @Test
  @Keeps("E14")
  void hundredCustomersAreOneRequest() {
    stripe.limitPages(1000);
    IntStream.range(0, 250).forEach(each -> stripe.putCustomer("cus_" + each));

    Page<BillingCustomer> first = billing.customers(Optional.empty(), 100);
    Page<BillingCustomer> second = billing.customers(first.next(), 100);
    Page<BillingCustomer> third = billing.customers(second.next(), 100);

    assertThat(List.of(first.items().size(), second.items().size(), third.items().size()))
        .containsExactly(100, 100, 50);
    assertThat(third.next()).isEmpty();
    assertThat(stripe.requests())
        .hasSize(3)
        .extracting(FakeStripe.Request::path)
        .containsOnly("/v1/customers");
  }

  @Test
  @Keeps("P23")
  void deletedCustomerIsStillFound() {
    given(active("sub_1"));

    billing.deleteCustomer("cus");

    assertThat(billing.subscriptions("cus")).hasValue(List.of());
    assertThat(billing.subscription("sub_1").orElseThrow().status())
        .isEqualTo(SubscriptionStatus.CANCELED);
  }

  @Test
  void idempotencyKeysContainNoIdentifiers() {
    given(active("sub_1"));

    billing.cancel("sub_1");
    billing.deleteCustomer("cus");
    String request = requestFor("cus");
    stripe.moveRedaction(request, "ready");
    askAgain("cus", request);

    List<FakeStripe.Request> writes =
        stripe.requests().stream().filter(each -> !each.method().equals("GET")).toList();
    assertThat(writes)
        .extracting(FakeStripe.Request::path)
        .containsExactly(
            "/v1/subscriptions/sub_1",
            "/v1/customers/cus",
            "/v1/privacy/redaction_jobs",
            "/v1/privacy/redaction_jobs/prj_1/run");
    assertThat(writes.stream().map(each -> each.idempotencyKey().orElseThrow()))
        .doesNotHaveDuplicates()
        .allMatch(each -> each.matches("[0-9a-f]{64}"));
  }

  @Test
  void repeatedWriteHasTheSameIdempotencyKey() {
    billing.cancel("sub_1");
    billing.cancel("sub_1");
    billing.cancel("sub_2");

    List<String> keys =
        stripe.requests().stream().map(each -> each.idempotencyKey().orElseThrow()).toList();
    assertThat(keys.get(1)).isEqualTo(keys.get(0));
    assertThat(keys.get(2)).isNotEqualTo(keys.get(0));
  }

  @Test
  @Keeps("E28")
  void redactionIsReadByIdWithThePreviewVersion() {
    Stream.of("cus_1", "cus_2", "cus_3").forEach(stripe::putCustomer);
    String request = requestFor("cus_1");
    requestFor("cus_2");
    requestFor("cus_3");

    assertThat(askAgain("cus_1", request)).isEqualTo(Redaction.requested(request));
    assertThat(billing.redaction(request)).contains(Redaction.requested(request));

    assertThat(stripe.requests())
        .extracting(each -> each.method() + " " + each.path())
        .containsExactly(
            "POST /v1/privacy/redaction_jobs",
            "POST /v1/privacy/redaction_jobs",
            "POST /v1/privacy/redaction_jobs",
            "GET /v1/privacy/redaction_jobs/prj_1",
            "GET /v1/privacy/redaction_jobs/prj_1");
    assertThat(stripe.requests())
        .extracting(each -> each.stripeVersion().orElseThrow())
        .containsOnly("2026-04-22.preview");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canceled", "canceling"})
  @Keeps("E28")
  void canceledRedactionIsRequestedAgain(String status) {
    givenCustomer("cus");
    String canceled = requestFor("cus");
    stripe.moveRedaction(canceled, status);

    assertThat(billing.redaction(canceled)).isEmpty();
    String request = askAgain("cus", canceled).request().orElseThrow();

    assertThat(request).isNotEqualTo(canceled);
    assertThat(askAgain("cus", request)).isEqualTo(Redaction.requested(request));
    assertThat(stripe.redactions()).isEqualTo(2);
  }

  @Test
  @Keeps("E28")
  void repeatedRequestContinuesARedaction() {
    givenCustomer("cus");
    String request = requestFor("cus");

    stripe.moveRedaction(request, "failed");
    assertThat(askAgain("cus", request)).isEqualTo(Redaction.requested(request));
    assertThat(stripe.redactionStatus(request)).isEqualTo("validating");

    stripe.moveRedaction(request, "ready");
    assertThat(askAgain("cus", request)).isEqualTo(Redaction.requested(request));
    assertThat(stripe.redactionStatus(request)).isEqualTo("redacting");

    stripe.moveRedaction(request, "succeeded");
    assertThat(askAgain("cus", request)).isEqualTo(Redaction.done(request));
    assertThat(stripe.redactionStatus(request)).isEqualTo("succeeded");
  }

  @ParameterizedTest
  @CsvSource({
    "validating, REQUESTED",
    "ready, REQUESTED",
    "failed, REQUESTED",
    "redacting, REQUESTED",
    "succeeded, DONE"
  })
  @Keeps("P23")
  void onlySucceededJobsAreDone(String status, Redaction.State state) {
    givenCustomer("cus");
    String request = requestFor("cus");
    stripe.moveRedaction(request, status);

    assertThat(askAgain("cus", request)).isEqualTo(new Redaction(state, Optional.of(request)));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404})
  @Keeps({"P20", "P28"})
  void refusedRedactionIsReported(int status) {
    givenCustomer("cus");
    stripe.refuseRedactions(status);

    assertThat(billing.requestRedaction("cus", Optional.empty())).isEqualTo(Redaction.refused());
    assertThat(billing.requestRedaction("cus_2", Optional.empty()))
        .isEqualTo(Redaction.unknownCustomer());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 429, 500})
  void otherRedactionFailuresAreTransient(int status) {
    givenCustomer("cus");
    stripe.refuseRedactions(status);

    assertCloudFailure(() -> requestFor("cus"));
  }

  @Test
  void customerOfTheOtherModeIsNotUnknown() {
    stripe.putInLiveMode("cus");

    assertCloudFailure(() -> requestFor("cus")).hasMessageContaining("check STRIPE_API_KEY");
  }

  @Test
  void untrustedIdStaysOnePathSegment() {
    assertThat(billing.subscription("sub_1/../customers/x")).isEmpty();

    assertThat(stripe.requests())
        .extracting(FakeStripe.Request::path)
        .containsExactly("/v1/subscriptions/sub_1%2F..%2Fcustomers%2Fx");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void idThatChangesThePathIsNeverSent(String id) {
    assertThatThrownBy(() -> billing.deleteCustomer(id)).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> billing.cancel(id)).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> billing.subscription(id)).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> billing.subscriptions(id)).isInstanceOf(PermanentFailure.class);

    assertThat(stripe.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {409, 500, 503})
  void failureIsRetriedTwice(int status) {
    given(active("sub_1"));
    stripe.failNext(status, 2);

    billing.cancel("sub_1");

    assertThat(billing.subscription("sub_1").orElseThrow().status())
        .isEqualTo(SubscriptionStatus.CANCELED);
    assertThat(stripe.requests().stream().limit(3).map(FakeStripe.Request::idempotencyKey))
        .containsOnly(stripe.requests().get(0).idempotencyKey());
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 402, 403, 404, 408, 409, 429, 500, 502, 503})
  void everyStatusButARefusalIsTransient(int status) {
    given(active("sub_1"));

    stripe.failNext(status, 3);
    assertCloudFailure(() -> billing.subscription("sub_1")).hasMessageContaining(": " + status);
    stripe.failNext(status, 3);
    assertCloudFailure(() -> billing.cancel("sub_1"));
    stripe.failNext(0, 0);
    assertThat(billing.subscription("sub_1")).hasValue(active("sub_1"));
  }

  @Test
  void refusedRequestFailsPermanently() {
    stripe.failNext(400, 1);

    assertThatThrownBy(() -> billing.subscription("sub_1"))
        .isExactlyInstanceOf(PermanentFailure.class)
        .hasMessage("Stripe did not read a subscription: 400")
        .hasNoCause();
  }

  @Test
  void wrongKeyIsReportedToTheOperator() {
    Billing wrong = StripeBilling.open(settings("sk_live_thesecret", stripe.uri()));

    assertCloudFailure(() -> wrong.cancel("sub_1")).hasMessageContaining("check STRIPE_API_KEY");
  }

  @Test
  @Keeps("P23")
  void objectOfTheOtherModeIsNotDeleted() {
    stripe.putInLiveMode("sub_1");
    stripe.putInLiveMode("cus");

    assertCloudFailure(() -> billing.cancel("sub_1")).hasMessageContaining("check STRIPE_API_KEY");
    assertCloudFailure(() -> billing.deleteCustomer("cus"));
    assertCloudFailure(() -> billing.subscriptions("cus"));
  }

  @Test
  void reusedIdempotencyKeyIsTransient() throws Exception {
    givenCustomer("cus");
    requestFor("cus");
    String key = stripe.requests().get(0).idempotencyKey().orElseThrow();

    try (FakeStripe other = FakeStripe.start()) {
      other.putCustomer("cus");
      other.putCustomer("cus_2");
      String first = postRedaction(other, key, "cus_2");

      assertThat(postRedaction(other, key, "cus_2")).isEqualTo(first);
      assertThat(postRedaction(other, key, "cus")).contains("idempotency_error");
      assertCloudFailure(
          () ->
              StripeBilling.open(settings(KEY, other.uri()))
                  .requestRedaction("cus", Optional.empty()));
      assertThat(other.redactions()).isEqualTo(1);
    }
  }

  private static String postRedaction(FakeStripe stripe, String key, String customer)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(stripe.uri().resolve("/v1/privacy/redaction_jobs"))
            .header("Authorization", "Bearer " + KEY)
            .header("Stripe-Version", "2026-04-22.preview")
            .header("Idempotency-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString("objects[customers][]=" + customer))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  @Test
  void missingKeyIsRefused() {
    assertThatThrownBy(() -> StripeBilling.open(settings(Optional.empty(), stripe.uri())))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("STRIPE_API_KEY");
  }

  @Test
  void unresponsiveServerTimesOut() throws IOException {
    try (ServerSocket unresponsive = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI endpoint = URI.create("http://127.0.0.1:" + unresponsive.getLocalPort());
      Billing unresponsiveBilling =
          StripeBilling.open(settings(KEY, endpoint), Duration.ofMillis(200));
      long start = System.nanoTime();

      assertCloudFailure(() -> unresponsiveBilling.subscription("sub_1"))
          .hasMessageEndingWith("no response");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(6));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 404, 502})
  void proxyErrorPageIsNotAnAnswer(int status) throws IOException {
    byte[] page = "<html>cus_1</html>".getBytes(UTF_8);
    HttpServer proxy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(status, page.length);
            exchange.getResponseBody().write(page);
          }
        });
    proxy.start();
    try {
      URI endpoint = URI.create("http://127.0.0.1:" + proxy.getAddress().getPort());

      assertCloudFailure(() -> StripeBilling.open(settings(KEY, endpoint)).subscription("sub_1"));
    } finally {
      proxy.stop(0);
    }
  }

  @Test
  void unreachableServerIsACloudFailure() {
    stripe.close();

    assertCloudFailure(() -> billing.subscription("sub_1")).hasMessageEndingWith("no response");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> assertCloudFailure(
      ThrowingCallable operation) {
    return assertThatThrownBy(operation)
        .isInstanceOf(CloudFailure.class)
        .hasNoCause()
        .hasMessageNotContainingAny("thesecret", "sub_1", "cus_", "Bearer");
  }
}
