package com.anykoma.privacy.emulators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.anykoma.privacy.Keeps;
import com.anykoma.privacy.SubjectId;
import com.anykoma.privacy.platform.Accounts;
import com.anykoma.privacy.platform.AccountsContract;
import com.anykoma.privacy.platform.google.FirebaseAccounts;
import com.anykoma.privacy.platform.google.GoogleSettings;
import com.anykoma.privacy.platform.google.GoogleSettings.Service;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the accounts' contract against Firebase's Auth emulator, and tests its events. */
@SuppressWarnings("NullAway.Init")
final class FirebaseAccountsIT extends AccountsContract {
  private static final String PROJECT = "demo-accounts";
  private static final BlockingQueue<RecordedRequest> TOLD = new LinkedBlockingQueue<>();

  /** The requests to the functions' endpoint. */
  private record RecordedRequest(String path, String contentType, String text) {
    JsonObject json() {
      return JsonParser.parseString(text).getAsJsonObject();
    }
  }

  @TempDir static Path directory;
  private static @Nullable HttpServer functions;
  private static @Nullable AuthEmulator emulator;

  private FirebaseAccounts accounts;
  private AuthEmulatorClient client;

  @BeforeAll
  static void start() throws Exception {
    Optional<Path> installed = AuthEmulator.installed();
    String missing =
        "FirebaseAccountsIT is skipped: no Auth emulator on this machine; ./run emulators install";
    if (installed.isEmpty()) {
      System.err.println(missing);
    }
    assumeTrue(installed.isPresent(), missing);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          TOLD.add(
              new RecordedRequest(
                  exchange.getRequestURI().getPath(),
                  exchange.getRequestHeaders().getFirst("Content-Type"),
                  new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    functions = server;
    emulator =
        AuthEmulator.start(
            installed.orElseThrow(),
            PROJECT,
            Optional.of(URI.create("http://127.0.0.1:" + server.getAddress().getPort())),
            directory.resolve("auth.log"));
  }

  @AfterAll
  static void stop() {
    if (emulator != null) {
      emulator.close();
    }
    if (functions != null) {
      functions.stop(0);
    }
  }

  @BeforeEach
  void open() {
    URI uri = Objects.requireNonNull(emulator).uri();
    client = new AuthEmulatorClient(uri, PROJECT);
    client.clear();
    accounts =
        FirebaseAccounts.open(
            new GoogleSettings(
                PROJECT,
                "(default)",
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(Service.AUTH, uri),
                0));
  }

  @AfterEach
  void close() {
    accounts.close();
  }

  @Override
  protected Accounts accounts() {
    return accounts;
  }

  @Override
  protected void signUp(SubjectId subject, String email) {
    client.signUp(subject.value(), email);
  }

  @Override
  protected String signIn(SubjectId subject) {
    return client.signIn(subject.value());
  }

  @Override
  protected String unique(String stem) {
    return stem; // each test starts without accounts
  }

  @Override
  protected boolean tokensAreSigned() {
    return false;
  }

  @Override
  protected void letTokenTimesMove() {
    try {
      TimeUnit.MILLISECONDS.sleep(1_001);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  @Keeps("E14")
  void deletionSendsEventsOfBothGenerations() throws Exception {
    client.signUp("ada", "ada@example.com");

    accounts.delete(new SubjectId("ada"));
    accounts.delete(new SubjectId("ada"));

    List<RecordedRequest> events = deletions("ada");
    assertThat(events)
        .hasSize(2)
        .extracting(RecordedRequest::path)
        .containsOnly("/functions/projects/demo-accounts/trigger_multicast");
    assertThat(events.get(0).contentType()).isEqualTo("application/json");
    assertThat(events.get(0).json().get("eventType").getAsString())
        .isEqualTo("providers/firebase.auth/eventTypes/user.delete");
    assertThat(events.get(0).json().getAsJsonObject("data").get("uid").getAsString())
        .isEqualTo("ada");
    assertThat(events.get(1).contentType())
        .isEqualTo("application/cloudevents+json; charset=UTF-8");
    assertThat(events.get(1).json().get("type").getAsString())
        .isEqualTo("google.firebase.auth.user.v2.deleted");
    assertThat(events.get(1).json().get("subject").getAsString()).isEqualTo("users/ada");
    assertThat(events.get(1).json().getAsJsonObject("data").has("oldValue")).isTrue();
  }

  /** The real service sends no such events, so our code must not rely on them. */
  @Test
  void emulatorSendsEventsOfBulkDeletions() throws Exception {
    client.signUp("bulk", "bulk@example.com");

    client.deleteAll(List.of("bulk"));

    assertThat(deletions("bulk")).hasSize(2);
  }

  @Test
  void emulatorResetSendsNoEvents() throws Exception {
    client.signUp("cleared", "cleared@example.com");

    client.clear();

    assertThat(deletions("cleared")).isEmpty();
  }

  /** The events of a deletion; skips events of sign-ups and of earlier tests. */
  private static List<RecordedRequest> deletions(String uid) throws InterruptedException {
    List<RecordedRequest> deletions = new ArrayList<>();
    for (RecordedRequest event = next(); event != null; event = next()) {
      if (event.text().contains("delete") && event.text().contains("\"uid\":\"" + uid + "\"")) {
        deletions.add(event);
      }
    }
    return deletions;
  }

  private static @Nullable RecordedRequest next() throws InterruptedException {
    return TOLD.poll(2, TimeUnit.SECONDS);
  }

  @Test
  void emulatorEndsWithItsParent() throws Exception {
    Process process =
        new ProcessBuilder(
                "node",
                "--eval",
                new String(
                    NpmInstall.resource("/emulators/auth-emulator.js"), StandardCharsets.UTF_8),
                PROJECT,
                String.valueOf(EmulatorProcess.freeEndpoint().getPort()))
            .directory(AuthEmulator.installed().orElseThrow().toFile())
            .start();

    process.getOutputStream().close();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }
}
