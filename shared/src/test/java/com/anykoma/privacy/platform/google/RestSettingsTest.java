package com.anykoma.privacy.platform.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anykoma.privacy.Sensitive;
import com.anykoma.privacy.platform.CloudFailure;
import com.anykoma.privacy.platform.Settings;
import com.anykoma.privacy.platform.Settings.Service;
import com.anykoma.privacy.platform.SettingsContract;
import com.anykoma.privacy.platform.embedded.RecordedSettings;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests the REST adapter against a server with the recorded answers, on the loopback interface. */
final class RestSettingsTest extends SettingsContract {
  private static final String KEY = "rk_test_0123456789abcdef";
  private static final Settings RECORDED = new RecordedSettings(Path.of("absent"));
  private static final String BUCKET = "/storage/v1/b/demo-anykoma-privacy-content";

  private final Map<String, String> pages = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private HttpServer server;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().toString();
    requests.add(
        exchange.getRequestMethod()
            + " "
            + path
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    try (exchange) {
      Optional<String> body = body(path);
      byte[] bytes = body.orElse("").getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(
          body.isEmpty() ? 404 : status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private Optional<String> body(String path) {
    String[] parts = path.substring(1).split("/", 2);
    if (pages.containsKey(path) || parts.length < 2) {
      return Optional.ofNullable(pages.get(path));
    }
    try {
      return Optional.of(RECORDED.json(Service.valueOf(parts[0]), "/" + parts[1]));
    } catch (CloudFailure e) {
      return Optional.empty();
    }
  }

  private URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static GoogleSettings deployment(Optional<String> stripeKey) {
    Map<String, String> names = RECORDED.names();
    return new GoogleSettings(
        "demo-anykoma",
        "(default)",
        Optional.of("privacy-keys"),
        Map.of("content", "demo-anykoma-privacy-content"),
        Optional.of(String.valueOf(names.get("key/kek"))),
        Optional.of(String.valueOf(names.get("key/signing"))),
        stripeKey.map(Sensitive::of),
        Optional.empty(),
        Map.of(),
        0);
  }

  private RestSettings settings(Optional<String> stripeKey) {
    Map<Service, URI> hosts = new EnumMap<>(Service.class);
    for (Service each : Service.values()) {
      hosts.put(each, URI.create(base() + "/" + each));
    }
    return new RestSettings(
        deployment(stripeKey), hosts, uri -> Map.of("Authorization", List.of("Bearer token")));
  }

  @Override
  protected Settings settings() {
    return settings(Optional.of(KEY));
  }

  @Override
  protected URI serve(String path, String text) {
    pages.put(path, text);
    return base().resolve(path);
  }

  @Test
  void emulatorsNeverReachTheRealServices() {
    GoogleSettings emulated =
        new GoogleSettings(
            "demo-anykoma",
            "(default)",
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(GoogleSettings.Service.FIRESTORE, base()),
            0);

    RestSettings opened = RestSettings.open(emulated);

    for (Service each : Service.values()) {
      assertThatThrownBy(() -> opened.json(each, BUCKET))
          .isInstanceOf(CloudFailure.class)
          .hasMessageContaining("an emulator has no settings");
    }
  }

  @Test
  void storageKeyIsInTheRingOfTheOtherKeys() {
    assertThat(settings().names().get("key/storage"))
        .isEqualTo(RECORDED.names().get("key/storage"));
  }

  @Test
  void onlyGoogleGetsItsTokenAndOnlyStripeGetsItsKey() {
    settings().json(Service.STORAGE, BUCKET);
    settings().json(Service.STRIPE, "/v1/webhook_endpoints?limit=100");
    settings().json(Service.PROJECTS, "/v1/projects/demo-anykoma:getIamPolicy");
    settings().servedPage(serve("/privacy", "text"));

    assertThat(requests)
        .containsExactly(
            "GET /STORAGE" + BUCKET + " Bearer token",
            "GET /STRIPE/v1/webhook_endpoints?limit=100 Bearer " + KEY,
            "POST /PROJECTS/v1/projects/demo-anykoma:getIamPolicy Bearer token",
            "GET /privacy null");
  }

  @Test
  void refusalIsAFailureWithItsStatusOnly() {
    status = 403;

    assertThatThrownBy(() -> settings().json(Service.STORAGE, BUCKET))
        .isInstanceOf(CloudFailure.class)
        .hasMessage("STORAGE did not read settings: 403");
    assertThat(settings().servedPage(serve("/privacy", "text"))).isEmpty();
  }

  @Test
  void missingStripeKeyAndClosedConnectionAreFailures() {
    Settings withoutKey = settings(Optional.empty());
    assertThatThrownBy(() -> withoutKey.json(Service.STRIPE, "/v1/webhook_endpoints?limit=100"))
        .isInstanceOf(CloudFailure.class);
    assertThat(withoutKey.names()).doesNotContainKey("livemode");
    URI page = serve("/privacy", "text");

    server.stop(0);

    assertThatThrownBy(() -> settings().json(Service.STORAGE, BUCKET))
        .hasMessage("STORAGE did not read settings: no response");
    assertThat(settings().servedPage(page)).isEmpty();
  }

  @Test
  void pageOverTheLimitIsEmpty() {
    String most = "a".repeat(Settings.MAX_PAGE_BYTES);

    assertThat(settings().servedPage(serve("/most", most))).isPresent();
    assertThat(settings().servedPage(serve("/more", most + "a"))).isEmpty();
  }
}
