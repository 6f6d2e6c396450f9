package com.anykoma.privacy.functions;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.log.CapturedLog;
import com.anykoma.privacy.platform.Fields;
import com.anykoma.privacy.platform.Topic;
import com.anykoma.privacy.protection.vault.InterceptedPorts;
import com.google.cloud.functions.HttpFunction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Calls every HTTP function, every scheduled function, and the tasks and events that follow, with
 * marked personal data, also while each port refuses its operations. Finds no marker in any line
 * that a deployed function prints, traces included, nor in any exception that leaves a function.
 */
@Keeps({"P2", "P15", "P21"})
@Tag("slow")
final class LoggedDataTest {
  private static final String EMAIL = "Marker-ann@mail.example";
  private static final String NAME = "MarkerAnn MarkerLee";
  private static final String PROMPT = "MarkerPrompt of a fox in the snow";
  private static final String ADDRESS = "203.0.113.77";
  private static final String AGENT = "MarkerBrowser/9.1 (MarkerPhone)";
  private static final String CARD = "4242 4242 4242 4242";
  private static final List<String> MARKERS =
      List.of("Marker", "mail.example", ADDRESS, "4242 4242", "4242424242424242");

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

  @TempDir private Path directory;
  private final CapturedLog log = new CapturedLog();
  private final List<String> failures = new ArrayList<>();
  private final Set<DeployedFunction> called = new TreeSet<>();
  private String refusedPort = "";

  @AfterEach
  void close() {
    log.close();
  }

  private interface Step {
    void run() throws Exception;
  }

  /** Runs a step whose failure is looked at like a log line: the platform may print it. */
  private void run(Step step) {
    try {
      step.run();
    } catch (Exception | AssertionError e) {
      for (Throwable each = e; each != null; each = each.getCause()) {
        failures.add(String.valueOf(each.getMessage()));
      }
    }
  }

  /** Each operation of the refused port fails as a client's does: its message may quote data. */
  private InterceptedPorts.Interceptor refusing() {
    return new InterceptedPorts.Interceptor() {
      @Override
      public void before(String port, String operation) {
        if (port.equals(refusedPort)) {
          throw new IllegalStateException("refused " + port + "." + operation);
        }
      }
    };
  }

  private static Map<String, String> headers(Stack stack, SubjectId caller) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Authorization", "Bearer " + stack.cloud.accounts().issueIdToken(caller));
    headers.put("User-Agent", AGENT);
    headers.put("X-Forwarded-For", ADDRESS);
    headers.put("traceparent", "00-" + EMAIL);
    headers.put("X-Cloud-Trace-Context", NAME);
    headers.put("Content-Type", "application/json");
    headers.put("Origin", "https://Marker.example");
    return headers;
  }

  private void callEverything(Stack stack, SubjectId person) {
    String body =
        "{\"text\":\"%s\",\"email\":\"%s\",\"name\":\"%s\",\"reason\":\"%s\",\"kind\":\"%s\"}"
            .formatted(PROMPT, EMAIL, NAME, CARD, NAME);
    for (DeployedFunction each : DeployedFunction.values()) {
      if (each.trigger() instanceof Trigger.Http) {
        called.add(each);
        for (String method : METHODS) {
          for (String path : List.of("/", "/prompts/MarkerPrompt?email=" + EMAIL)) {
            for (byte[] bytes : List.of(body.getBytes(UTF_8), PROMPT.getBytes(UTF_8))) {
              run(
                  () ->
                      ((HttpFunction) each.create(stack.as(each.entryPoint())))
                          .service(
                              FakeRequest.of(
                                  method, "http://localhost" + path, headers(stack, person), bytes),
                              new FakeResponse()));
            }
          }
        }
      } else if (each.trigger() instanceof Trigger.Scheduled scheduled) {
        called.add(each);
        run(() -> stack.task(scheduled.taskTopic().orElseThrow(), Map.of()));
      }
      run(stack::settle);
    }
  }

  private void webhookAndMail(Stack stack, int number) throws IOException {
    byte[] damaged = ("{\"id\":\"" + PROMPT + "\"," + EMAIL).getBytes(UTF_8);
    run(() -> stack.send(damaged));
    run(
        () ->
            stack.send(
                StripeJson.event(
                    "evt_" + number,
                    "customer.created",
                    stack.now().getEpochSecond(),
                    StripeJson.customer("cus_" + number, NAME))));
    run(
        () ->
            new MailIntakeFunction(stack.as(MailIntakeFunction.class))
                .service(
                    MailgunRequests.encoded(
                        MailgunRequests.message(
                            number, stack.now(), NAME + " <" + EMAIL + ">", PROMPT)),
                    new FakeResponse()));
  }

  private void everyFlow(Stack stack) throws Exception {
    SubjectId person = stack.signUp("u1");
    stack.cloud.accounts().setClaims(person, Map.of("staff", List.of("cases", "evidence")));
    stack.subscribe(person, "cus_1", "sub_1");
    Map<String, Object> content = Map.of("text", PROMPT, "title", NAME, "MarkerField", CARD);
    for (int round = 0; round < 2; round++) {
      int number = round;
      run(() -> stack.write("users/u1/prompts/p" + number, Fields.of(content)));
      run(() -> stack.write("users/u1/images/i" + number, Fields.of(content)));
      run(() -> stack.put("errorLogs/e" + number, Map.of("uid", "u1", "message", PROMPT)));
      run(
          () ->
              stack.put(
                  "securityLogs/s" + number, Map.of("uid", "u1", "ip", ADDRESS, "agent", AGENT)));
      run(() -> stack.put("MarkerCollection/m" + number, Map.of("email", EMAIL)));
      run(() -> stack.upload(person, "i" + number, "image/png", PROMPT.getBytes(UTF_8)));
      webhookAndMail(stack, number);
      callEverything(stack, person);
      run(() -> stack.wiring.services().erasures().begin(person, "account-deleted"));
      run(() -> stack.accountDeleted(person));
      stack.later(Duration.ofDays(8));
      run(() -> stack.task(Topic.SWEEP.storedName(), Map.of()));
      run(stack::settle);
    }
  }

  private void requireNoMarkers() {
    List<String> all = new ArrayList<>(log.lines());
    all.addAll(failures);
    assertThat(all).filteredOn(each -> MARKERS.stream().anyMatch(each::contains)).isEmpty();
  }

  @Test
  void noFlowPrintsPersonalData() throws Exception {
    try (Stack stack = new Stack(directory)) {
      everyFlow(stack);
    }

    requireNoMarkers();
    assertThat(log.lines()).hasSizeGreaterThan(20);
    assertThat(called)
        .containsAll(
            Arrays.stream(DeployedFunction.values())
                .filter(
                    it ->
                        it.trigger() instanceof Trigger.Http
                            || it.trigger() instanceof Trigger.Scheduled)
                .toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"documents", "keys", "blobs", "accounts", "billing", "tasks", "kek", "realtime"})
  void noFlowPrintsPersonalDataWhileAPortRefuses(String port) throws Exception {
    try (Stack stack = new Stack(directory, refusing())) {
      SubjectId person = stack.signUp("u1");
      stack.write("users/u1/prompts/p0", Fields.of(Map.of("text", PROMPT)));
      refusedPort = port;

      webhookAndMail(stack, 1);
      callEverything(stack, person);
    }

    requireNoMarkers();
  }

  @Test
  void aMarkerInALineIsFound() {
    for (String marker : List.of(EMAIL, NAME, PROMPT, ADDRESS, AGENT, CARD)) {
      log.leak("the request of " + marker + " failed");

      assertThatThrownBy(this::requireNoMarkers).isInstanceOf(AssertionError.class);
      log.forget();
    }
    requireNoMarkers();
  }
}
