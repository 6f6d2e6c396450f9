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

/** Runs the accounts' contract against Firebase's Auth emulator, and looks at what it tells. */
@SuppressWarnings("NullAway.Init")
final class FirebaseAccountsIT extends AccountsContract {
  private static final String PROJECT = "demo-accounts";
  private static final BlockingQueue<RecordedRequest> TOLD = new LinkedBlockingQueue<>();

  /** What arrived at the functions' endpoint. */
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
                Map.of(Service.AUTH, uri)));
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
    return stem; // each test begins without accounts
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
    client.signUp("told", "told@example.com");

    accounts.delete(new SubjectId("told"));
    accounts.delete(new SubjectId("told"));

    List<RecordedRequest> told = deletions("told");
    assertThat(told)
        .hasSize(2)
        .extracting(RecordedRequest::path)
        .containsOnly("/functions/projects/demo-accounts/trigger_multicast");
    assertThat(told.get(0).contentType()).isEqualTo("application/json");
    assertThat(told.get(0).json().get("eventType").getAsString())
        .isEqualTo("providers/firebase.auth/eventTypes/user.delete");
    assertThat(told.get(0).json().getAsJsonObject("data").get("uid").getAsString())
        .isEqualTo("told");
    assertThat(told.get(1).contentType()).isEqualTo("application/cloudevents+json; charset=UTF-8");
    assertThat(told.get(1).json().get("type").getAsString())
        .isEqualTo("google.firebase.auth.user.v2.deleted");
    assertThat(told.get(1).json().get("subject").getAsString()).isEqualTo("users/told");
    assertThat(told.get(1).json().getAsJsonObject("data").has("oldValue")).isTrue();
  }

  /** The real service tells nothing of these, so nothing of ours may rely on it. */
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

  /** What is told of a person's deletion; sign-ups are told too, also those of earlier tests. */
  private static List<RecordedRequest> deletions(String uid) throws InterruptedException {
    List<RecordedRequest> deletions = new ArrayList<>();
    for (RecordedRequest told = next(); told != null; told = next()) {
      if (told.text().contains("delete") && told.text().contains("\"uid\":\"" + uid + "\"")) {
        deletions.add(told);
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
